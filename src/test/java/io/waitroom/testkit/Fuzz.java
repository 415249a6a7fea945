package io.waitroom.testkit;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A seeded source of what nobody in their right mind would send. The same seed gives the same
 * bytes; {@code -Dwaitroom.fuzz.seed} sets it, and a failure's message has to name it.
 */
public final class Fuzz {
  private static final String SEED_PROPERTY = "waitroom.fuzz.seed";

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\\u0000",
          "a\\u0000b",
          "\\n",
          "\\r\\nSet-Cookie: a=b",
          "\\ud800",
          "\\udc00\\ud800",
          "\\u202egnp.exe",
          "\\u2028",
          "\\ufeff",
          "\\uffff",
          "\ud83d\ude00",
          "e\u0301",
          "\u00df",
          "\u0130",
          "{x}",
          "{event_id}",
          "a:b:c",
          "../../etc/passwd",
          "%00",
          "%s%n",
          "${jndi:ldap://localhost/x}",
          "'; return redis.call('FLUSHALL') --",
          "<script>alert(1)</script>",
          "null",
          "-1",
          "a.b.c",
          "__proto__");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-1",
          "1",
          "1.0",
          "1e2",
          "0.1",
          "1.5",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9007199254740993",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "1e-999999999",
          "0." + "0".repeat(400) + "1",
          "9".repeat(400),
          "1" + "0".repeat(3_000));

  private final long seed;
  private final Random random;

  private Fuzz(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Another one in each run, unless the property sets it. */
  public static Fuzz create() {
    return new Fuzz(Long.getLong(SEED_PROPERTY, System.nanoTime()));
  }

  /** One whose bytes depend on this one's seed and on the name alone. */
  public Fuzz derived(String name) {
    return new Fuzz(seed * 31 + name.hashCode());
  }

  /** What repeats it: the property and its value. */
  public String rerun() {
    return "-D" + SEED_PROPERTY + "=" + seed;
  }

  /** Whether something happens that does so in {@code percent} of all cases. */
  public boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** From 0 to below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** One of these. */
  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** One of these. */
  public <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A text as it stands between the quotes of JSON. */
  public String text() {
    return switch (below(4)) {
      case 0 -> "x".repeat(oneOf(1, 63, 64, 65, 100, 101, 127, 128, 129, 300, 5_000));
      case 1 ->
          random
              .ints(1 + below(30), ' ' + 1, 0x7f)
              .filter(c -> c != '"' && c != '\\')
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      default -> oneOf(TEXTS);
    };
  }

  /** A JSON number. */
  public String number() {
    return chance(20) ? Long.toString(random.nextLong()) : oneOf(NUMBERS);
  }

  /** A JSON value of any type. */
  public String value() {
    return switch (below(8)) {
      case 0 -> "null";
      case 1 -> oneOf("true", "false");
      case 2, 3 -> number();
      case 4, 5 -> "\"" + text() + "\"";
      case 6 -> nested(oneOf(1, 2, 15, 16, 17, 31, 32, 33, 1_000));
      default -> oneOf("[]", "{}", "[null]", "{\"a\":{\"a\":[1]}}", "{\"a\":1,\"a\":2}");
    };
  }

  /** The same members, or some that are missing, wrong or too many; as text that may be no JSON. */
  public String object(Map<String, String> members) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    String repeated = "";
    for (int changes = 1 + below(2); changes > 0; changes--) {
      String name = changed.isEmpty() ? "a" : oneOf(List.copyOf(changed.keySet()));
      switch (below(7)) {
        case 0 -> changed.remove(name);
        case 1 ->
            changed.put(oneOf("x", "", name.toUpperCase(Locale.ROOT), "\\u0000", text()), value());
        case 2 -> repeated = ",\"%s\":%s".formatted(name, chance(50) ? value() : members.get(name));
        default -> changed.put(name, value());
      }
    }
    String json =
        changed.entrySet().stream()
            .map(member -> "\"%s\":%s".formatted(member.getKey(), member.getValue()))
            .collect(Collectors.joining(","));
    return "{" + json + repeated + "}";
  }

  /** The same bytes with some damage. */
  public byte[] damaged(byte[] bytes) {
    byte[] copy = bytes.clone();
    return switch (below(8)) {
      case 0 -> Arrays.copyOf(copy, below(copy.length + 1));
      case 1, 2 -> {
        for (int flips = 1 + below(3); flips > 0 && copy.length > 0; flips--) {
          copy[below(copy.length)] ^= (byte) (1 << below(8));
        }
        yield copy;
      }
      case 3 ->
          spliced(
              copy,
              below(copy.length + 1),
              new byte[] {oneOf((byte) 0xff, (byte) 0xc0, (byte) 0x80)});
      case 4 -> spliced(copy, 0, oneOf("\ufeff", " \t\r\n", "/* */", "[").getBytes(UTF_8));
      case 5 -> spliced(copy, copy.length, oneOf(" ", "x", "{}", "\0", ",").getBytes(UTF_8));
      case 6 -> new String(copy, UTF_8).getBytes(oneOf(UTF_16, UTF_16LE));
      default -> oneOf("", "null", "[]", "{", "\"", nested(20_000), "7").getBytes(UTF_8);
    };
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] more) {
    byte[] all = new byte[bytes.length + more.length];
    System.arraycopy(bytes, 0, all, 0, at);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(bytes, at, all, at + more.length, bytes.length - at);
    return all;
  }
}
