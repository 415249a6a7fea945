package io.waitroom.room;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator sets for the page on which buyers wait.
 *
 * @param message from the operator to those who wait, plain text; at most {@value
 *     #MAX_MESSAGE_LENGTH} characters, lines may be broken, may be empty
 * @param logoColor {@code #rrggbb} of the mark on the page; empty for the service's own
 * @param returnOrigins where the page may send a buyer besides its own origin; at most {@value
 *     #MAX_RETURN_ORIGINS}, each as {@link Origin} says
 */
public record RoomPage(String message, String logoColor, List<String> returnOrigins) {
  /** Longest message in characters. */
  public static final int MAX_MESSAGE_LENGTH = 500;

  /** Most origins. */
  public static final int MAX_RETURN_ORIGINS = 20;

  /** Stands before {@link #NONE}, which is checked by it. */
  private static final Pattern COLOR = Pattern.compile("(#[0-9A-Fa-f]{6})?");

  /** Of an operator who has set nothing. */
  public static final RoomPage NONE = new RoomPage("", "", List.of());

  /**
   * A change to it: what is empty stays as it is.
   *
   * @param message as above
   * @param logoColor as above
   * @param returnOrigins as above, all of them
   */
  public record Change(
      Optional<String> message, Optional<String> logoColor, Optional<List<String>> returnOrigins) {
    /** Changes nothing. */
    public static final Change NONE =
        new Change(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public RoomPage {
    Objects.requireNonNull(message);
    returnOrigins = List.copyOf(returnOrigins);
    if (message.codePointCount(0, message.length()) > MAX_MESSAGE_LENGTH
        || !isPlain(message.replace("\n", ""))) {
      throw new IllegalArgumentException(
          "message must be at most %d characters without control characters, line feeds excepted"
              .formatted(MAX_MESSAGE_LENGTH));
    }
    if (!COLOR.matcher(logoColor).matches()) {
      throw new IllegalArgumentException("logo_color must be empty or like #0a7f3c");
    }
    if (returnOrigins.size() > MAX_RETURN_ORIGINS
        || !returnOrigins.stream().allMatch(Origin::isValid)) {
      throw new IllegalArgumentException(
          "return_origins must be at most %d %s".formatted(MAX_RETURN_ORIGINS, Origin.ALLOWED));
    }
  }

  /** This with a change made to it. */
  public RoomPage with(Change change) {
    return new RoomPage(
        change.message().orElse(message),
        change.logoColor().orElse(logoColor),
        change.returnOrigins().orElse(returnOrigins));
  }

  /**
   * Whether a text holds neither control characters nor those that turn the direction of what is
   * written around it.
   */
  static boolean isPlain(String text) {
    return text.codePoints()
        .noneMatch(c ->
            Character.isISOControl(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069));
  }
}
