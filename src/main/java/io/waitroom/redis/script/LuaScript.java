package io.waitroom.redis.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One verb: a script of {@code resources/redis}, its includes put in place, and the SHA-1 by which
 * Redis knows it. Loaded when the class is, so a missing script is a failed start.
 */
public enum LuaScript {
  JOIN,
  STANDING,
  ENTER,
  LEAVE,
  ADMIT,
  SETTLE,
  SWEEP,
  CONFIGURE,
  REMOVE,
  TRAIL,
  BOARD,
  POSITIONS,
  CLAIM,
  DONE,
  RELEASE;

  private static final String INCLUDE = "-- @include ";

  private final String source;
  private final String sha1;

  LuaScript() {
    this.source = load(word() + ".lua");
    this.sha1 = sha1Of(source);
  }

  /** The file name without its ending; the label in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether buyers call it, many at a time and each for an answer of a few values: such calls are
   * sent together.
   */
  public boolean isBuyers() {
    return switch (this) {
      case JOIN, STANDING, ENTER, LEAVE -> true;
      case ADMIT, SETTLE, SWEEP, CONFIGURE, REMOVE, TRAIL, BOARD, POSITIONS, CLAIM, DONE, RELEASE ->
          false;
    };
  }

  /** What Redis runs. */
  public String source() {
    return source;
  }

  /** Lower-case hexadecimal. */
  public String sha1() {
    return sha1;
  }

  private static String load(String name) {
    return read(name)
        .lines()
        .map(line ->
            line.startsWith(INCLUDE)
                ? read("lib/" + line.substring(INCLUDE.length()).strip() + ".lua")
                : line)
        .collect(Collectors.joining("\n"));
  }

  private static String read(String name) {
    String path = "/redis/" + name;
    try (InputStream in = LuaScript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Script " + path + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Script " + path + " cannot be read", e);
    }
  }

  private static String sha1Of(String source) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-1", e);
    }
  }
}
