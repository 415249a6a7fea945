package io.waitroom.boot.logging;

import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a log record: {@code {0}} becomes the first parameter as it prints itself. Unlike the
 * JDK's formatting, 8080 does not become "8,080" and an apostrophe does not swallow what follows.
 */
final class LogMessage {
  private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,2})}");

  private LogMessage() {}

  static String of(LogRecord entry) {
    String message = String.valueOf(entry.getMessage());
    Object[] parameters = entry.getParameters();
    if (parameters == null || parameters.length == 0) {
      return message;
    }
    return PLACE
        .matcher(message.replace("''", "'"))
        .replaceAll(place -> {
          int index = Integer.parseInt(place.group(1));
          return Matcher.quoteReplacement(
              index < parameters.length ? String.valueOf(parameters[index]) : place.group());
        });
  }
}
