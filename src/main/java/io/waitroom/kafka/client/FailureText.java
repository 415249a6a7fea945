package io.waitroom.kafka.client;

import org.apache.kafka.common.KafkaException;

/** A failure in one line, for health reports and logs. */
public final class FailureText {
  private static final int MAX_LENGTH = 200;

  private FailureText() {}

  /** What failed, in the words of the client; of a wrapper, what it wraps. */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getClass() == KafkaException.class && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String text =
        message == null
            ? cause.getClass().getSimpleName()
            : cause.getClass().getSimpleName() + ": " + message.replaceAll("\\s+", " ");
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
