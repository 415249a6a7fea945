package io.waitroom.boot;

import java.util.function.Function;

/**
 * A kind of value: what is allowed, in words and in code.
 *
 * @param allowed completes the sentence "must be …"
 * @param parser from text to value; throws {@link IllegalArgumentException} when the text is not
 *     allowed, and {@link Refusal} when it can say more than {@code allowed} does
 */
record ValueType<T>(String allowed, Function<String, T> parser) {
  /** A refusal whose message tells more than the kind does, and never holds the refused text. */
  static final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param message completes the sentence "VARIABLE …"
     */
    Refusal(String message) {
      super(message);
      this.reason = message;
    }

    /** Completes the sentence "VARIABLE …". */
    String reason() {
      return reason;
    }
  }

  /** This kind, described in other words. */
  ValueType<T> described(String words) {
    return new ValueType<>(words, parser);
  }
}
