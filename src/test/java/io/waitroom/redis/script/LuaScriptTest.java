package io.waitroom.redis.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.RoomUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Jedis;

/**
 * The form every script keeps: header, size, named locals, one include level; and that Redis
 * accepts it.
 */
public class LuaScriptTest {
  private static final Path FOLDER = Path.of("src/main/resources/redis");
  private static final int MAX_LINES = 80;

  public static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(path -> path.toString().endsWith(".lua")).toList().stream();
    }
  }

  public static Stream<Path> libraries() throws IOException {
    return files().filter(path -> path.startsWith(FOLDER.resolve("lib")));
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  public void header_saysPurposeGuaranteeKeysArgumentsReturnsAndEvents(LuaScript script)
      throws IOException {
    List<String> lines = Files.readAllLines(FOLDER.resolve(script.word() + ".lua"));
    List<String> header = lines.stream().takeWhile(line -> line.startsWith("--")).toList();
    assertThat(header.getFirst()).startsWith("-- " + script.word() + ": ");
    assertThat(header).anyMatch(line -> line.startsWith("-- Guarantee: "));
    assertThat(header)
        .contains(
            "-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)");
    assertThat(header)
        .contains(
            "-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')");
    assertThat(header).contains("-- Returns");
    assertThat(header).anyMatch(line -> line.startsWith("-- Emits "));
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  public void header_namesEveryArgumentTheBodyReads(LuaScript script) throws IOException {
    String source = Files.readString(FOLDER.resolve(script.word() + ".lua"));
    String header = source.lines().takeWhile(l -> l.startsWith("--")).reduce("", String::concat);
    Pattern.compile("ARGV\\[(\\d+)]")
        .matcher(source)
        .results()
        .map(match -> match.group(1))
        .forEach(index -> assertThat(header).containsPattern("\\b" + index + "(\\.\\.)? "));
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  public void replies_useOnlyWordsTheHeaderNames(LuaScript script) throws IOException {
    String source = Files.readString(FOLDER.resolve(script.word() + ".lua"));
    String header =
        source.lines().takeWhile(l -> l.startsWith("--")).reduce("", (a, b) -> a + "\n" + b);
    List<String> words =
        Pattern.compile("return \\{'([A-Z_]+)'")
            .matcher(source)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(words).isNotEmpty();
    assertThat(words).allSatisfy(word -> assertThat(header).containsPattern("\\b" + word + "\\b"));
  }

  @ParameterizedTest
  @MethodSource("files")
  public void file_isShortAndReadsKeysAndArgumentsOnlyIntoLocals(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSizeLessThanOrEqualTo(MAX_LINES);
    assertThat(lines)
        .filteredOn(line -> line.contains("KEYS[") || line.contains("ARGV["))
        .allMatch(line -> line.strip().startsWith("local "));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  public void library_includesNothing(Path file) throws IOException {
    assertThat(Files.readString(file)).doesNotContain("@include");
  }

  @Test
  public void everyFile_isAScriptOrIncludedByOne() throws IOException {
    String all = Stream.of(LuaScript.values()).map(LuaScript::source).reduce("", String::concat);
    assertThat(files())
        .allSatisfy(file -> assertThat(all).contains(Files.readAllLines(file).getFirst()));
  }

  @ParameterizedTest
  @EnumSource(LuaScript.class)
  public void source_isAcceptedByRedisUnderTheSameHash(LuaScript script) {
    try (Jedis raw = RedisFixture.raw()) {
      assertThat(raw.scriptLoad(script.source())).isEqualTo(script.sha1());
    }
  }

  @Test
  public void script_unknownToRedis_isSentOnceAndRuns() {
    try (RedisFixture fixture = RedisFixture.stepped();
        Jedis raw = RedisFixture.raw()) {
      raw.scriptFlush();
      fixture.open(RedisFixture.SETTINGS);
      fixture.join("alice");
      assertThat(raw.scriptExists(LuaScript.JOIN.sha1())).isTrue();
    }
  }

  @Test
  public void script_whenRedisIsAway_saysSoAtOnce() {
    try (RedisFixture fixture = RedisFixture.on(RedisFixture.standalone("127.0.0.1:1"))) {
      Assertions.assertThatThrownBy(() -> fixture.join("alice"))
          .isInstanceOf(RoomUnavailableException.class);
    }
  }
}
