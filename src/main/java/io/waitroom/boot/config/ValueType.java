package io.waitroom.boot.config;

import io.waitroom.redis.client.RedisUrl;
import io.waitroom.room.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A type of value: what is allowed, in words and in code.
 *
 * @param allowed completes the sentence "must be …"
 * @param parser from text to value; throws {@link IllegalArgumentException} when the text is not
 *     allowed, and {@link Refusal} when there is more to say than {@code allowed}
 */
public record ValueType<T>(String allowed, Function<String, T> parser) {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_URL_LENGTH = 2_000;
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5})");
  private static final Pattern DIGITS = Pattern.compile("-?\\d{1,18}");
  private static final Pattern GRAPHIC = Pattern.compile("\\p{Graph}{1,200}");
  private static final Pattern BRACES = Pattern.compile("\\{(event_id|session_id|token)}");

  /** A reason to refuse a value; never holds the value itself. */
  static final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param reason completes the sentence "VARIABLE …"
     */
    Refusal(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /** A whole number within bounds, both included. */
  static ValueType<Integer> integer(int min, int max) {
    return new ValueType<>(bounds(min, max), text -> (int) within(text, min, max));
  }

  /** A whole number within bounds, both included. */
  static ValueType<Long> wholeNumber(long min, long max) {
    return new ValueType<>(bounds(min, max), text -> within(text, min, max));
  }

  /** A duration of whole milliseconds within bounds, both included. */
  static ValueType<Duration> duration(Duration min, Duration max) {
    return new ValueType<>(
        bounds(Durations.format(min), Durations.format(max)),
        text -> {
          Duration value = Durations.parse(text);
          require(value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
          require(value.toNanosPart() % 1_000_000 == 0);
          return value;
        });
  }

  /** A duration within bounds; a bare number means milliseconds. */
  static ValueType<Duration> milliseconds(Duration min, Duration max) {
    return new ValueType<>(
        bounds(min.toMillis(), max.toMillis()) + " (milliseconds), or a duration such as 10s",
        text ->
            duration(min, max).parser().apply(DIGITS.matcher(text).matches() ? text + "ms" : text));
  }

  /** True or false. */
  static ValueType<Boolean> flag() {
    return choice(List.of(true, false), String::valueOf);
  }

  /** A constant of an enum by its name in lower case; any case is accepted. */
  static <E extends Enum<E>> ValueType<E> choice(E[] values) {
    return choice(List.of(values), value -> value.name().toLowerCase(Locale.ROOT));
  }

  /** One of some words; any case is accepted. */
  static ValueType<String> choice(String... words) {
    return choice(List.of(words), word -> word);
  }

  private static <T> ValueType<T> choice(List<T> values, Function<T, String> name) {
    Map<String, T> byWord = new LinkedHashMap<>();
    values.forEach(value -> byWord.put(name.apply(value).toLowerCase(Locale.ROOT), value));
    List<String> words = values.stream().map(name).toList();
    return new ValueType<>(
        String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast(),
        text ->
            Optional.ofNullable(byWord.get(text.toLowerCase(Locale.ROOT)))
                .orElseThrow(IllegalArgumentException::new));
  }

  /** Acknowledgements of a Kafka producer; {@code all} is -1. */
  static ValueType<Integer> acks() {
    ValueType<String> words = choice("-1", "0", "1", "all");
    return new ValueType<>(
        words.allowed(),
        words.parser().andThen(word -> "all".equals(word) ? -1 : Integer.parseInt(word)));
  }

  /** A text that matches {@code pattern} as a whole. */
  static ValueType<String> text(String pattern, String allowed) {
    return checked(allowed, Pattern.compile(pattern).asMatchPredicate());
  }

  /** A text of visible ASCII characters. */
  static ValueType<String> graphic(int max) {
    return text("\\p{Graph}{1," + max + "}", bounds(1, max) + " visible ASCII characters");
  }

  /** A text of letters, digits, dots, underscores and hyphens. */
  static ValueType<String> name(int max) {
    return name("[A-Za-z0-9._-]{1," + max + "}", max);
  }

  /** A text of letters, digits, dots, underscores and hyphens that matches {@code pattern}. */
  static ValueType<String> name(String pattern, int max) {
    return text(pattern, bounds(1, max) + " letters, digits, '.', '_' or '-'");
  }

  /** One or more {@code host:port}, comma-separated; {@code [address]:port} for IPv6. */
  static ValueType<List<String>> addresses() {
    return new ValueType<>(
        "host:port, or several separated by commas", text -> parts(text, ValueType::isAddress));
  }

  /** One or more origins, comma-separated, as browsers write them. */
  static ValueType<Set<String>> origins() {
    return new ValueType<>(
        "origins such as https://shop.example or http://localhost:3000, separated by commas, in"
            + " lower case and without their usual ports",
        text -> Set.copyOf(parts(text, Origin::isValid)));
  }

  /** One or more names, comma-separated. */
  static ValueType<Set<String>> names() {
    return new ValueType<>(
        "names of visible ASCII characters, separated by commas",
        text -> Set.copyOf(parts(text, GRAPHIC.asMatchPredicate())));
  }

  /** An absolute http(s) URL with braces to fill in. */
  static ValueType<String> urlTemplate() {
    return checked(
        "an http:// or https:// URL with no other braces than {event_id}, {session_id} and {token}",
        text -> {
          URI filled = uri(BRACES.matcher(text).replaceAll("x"));
          return text.length() <= MAX_URL_LENGTH && isHttp(filled) && filled.getHost() != null;
        });
  }

  /** A URL of something to read: from the network or from a file. */
  static ValueType<URI> source() {
    return new ValueType<>(
        "an address that starts with https://, http:// or file:/",
        text -> {
          URI uri = URI.create(text);
          boolean file = "file".equals(uri.getScheme()) && uri.getPath() != null;
          require(file || (isHttp(uri) && uri.getHost() != null));
          return uri;
        });
  }

  /** The address of a Redis. */
  static ValueType<RedisUrl> redisUrl() {
    return new ValueType<>(
        "redis://[[user]:password@]host[:port][/database], or rediss:// for TLS", RedisUrl::parse);
  }

  /** A file that this process can read. */
  static ValueType<Path> readableFile() {
    return new ValueType<>(
        "a file that can be read",
        text -> {
          Path file = Path.of(text);
          require(Files.isRegularFile(file) && Files.isReadable(file));
          return file;
        });
  }

  private static ValueType<String> checked(String allowed, Predicate<String> check) {
    return new ValueType<>(
        allowed,
        text -> {
          require(check.test(text));
          return text;
        });
  }

  private static String bounds(Object min, Object max) {
    return min + " to " + max;
  }

  private static long within(String text, long min, long max) {
    require(DIGITS.matcher(text).matches());
    long value = Long.parseLong(text);
    require(value >= min && value <= max);
    return value;
  }

  private static List<String> parts(String text, Predicate<String> check) {
    List<String> parts = Stream.of(text.split(",", -1)).map(String::strip).toList();
    require(parts.stream().allMatch(check));
    return parts;
  }

  private static boolean isAddress(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    int port = Integer.parseInt(matcher.group(2));
    return port >= 1 && port <= MAX_PORT;
  }

  private static URI uri(String text) {
    try {
      return new URI(text).parseServerAuthority();
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("not a URI");
    }
  }

  private static boolean isHttp(URI uri) {
    return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
  }

  /** Without a message: {@code allowed} is one. */
  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException();
    }
  }
}
