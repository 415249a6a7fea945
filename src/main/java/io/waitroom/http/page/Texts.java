package io.waitroom.http.page;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the page says in one language. Numbers are written with the language's digits and
 * separators, which are texts too: the image's Java runtime knows no language but English.
 * Immutable.
 */
final class Texts {
  /** Keys that start so are also sent to the page's script. */
  private static final String LIVE = "live.";

  private static final int GROUP = 3;
  private static final int FINE_MINUTES = 10;
  private static final int FINE_MINUTES_LEFT = 30;
  private static final int COARSE_MINUTES = 5;
  private static final int MOST_MINUTES = 119;

  private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      ALL.put(language, new Texts(language));
    }
  }

  private final Language language;
  private final SortedMap<String, String> texts = new TreeMap<>();
  private final String script;

  private Texts(Language language) {
    this.language = language;
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.text("texts/" + language.tag() + ".properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
    JsonObjectBuilder live = Json.createObjectBuilder();
    texts.tailMap(LIVE).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(LIVE))
        .forEach(entry -> live.add(entry.getKey().substring(LIVE.length()), entry.getValue()));
    // Nothing in it can end the element that it stands in.
    this.script = live.build().toString().replace("<", "\\u003c");
  }

  /** Those of a language. */
  static Texts in(Language language) {
    return Objects.requireNonNull(ALL.get(language));
  }

  /** All of them, by key. */
  SortedMap<String, String> all() {
    return texts;
  }

  /**
   * One text.
   *
   * @throws IllegalArgumentException when there is none; a test keeps the languages complete
   */
  String get(String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException(language + " has no text " + key);
    }
    return text;
  }

  /** A number in the language's digits, in groups of three. */
  String number(long number) {
    String digits = Long.toString(number);
    StringBuilder text = new StringBuilder();
    char zero = get("digits.zero").charAt(0);
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % GROUP == 0) {
        text.append(get("digits.group"));
      }
      text.append((char) (zero + digits.charAt(i) - '0'));
    }
    return text.toString();
  }

  /** How long something takes, in plain words, rather too long than too short. */
  String durationUp(long seconds) {
    if (seconds < 60) {
      return get("live.duration.moment");
    }
    long minutes = Math.ceilDiv(seconds, 60);
    if (minutes > FINE_MINUTES) {
      minutes = Math.ceilDiv(minutes, COARSE_MINUTES) * COARSE_MINUTES;
    }
    return minutes <= MOST_MINUTES
        ? counted("live.duration.minutes", minutes)
        : counted("live.duration.hours", Math.ceilDiv(seconds, 3600));
  }

  /** How long something lasts, in plain words, rather too short than too long. */
  String durationDown(long seconds) {
    if (seconds < 60) {
      return get("live.duration.moment");
    }
    long minutes = seconds / 60;
    if (minutes > FINE_MINUTES_LEFT) {
      minutes = minutes / COARSE_MINUTES * COARSE_MINUTES;
    }
    return minutes <= MOST_MINUTES
        ? counted("live.duration.minutes", minutes)
        : counted("live.duration.hours", seconds / 3600);
  }

  /** The texts that the page's script needs, as JSON for an element of the page. */
  Markup forScript() {
    return new Markup(script);
  }

  private String counted(String key, long number) {
    String form = key + "." + language.plural(number);
    return get(form).replace("{0}", number(number));
  }
}
