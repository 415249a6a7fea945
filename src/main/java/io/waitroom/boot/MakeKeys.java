package io.waitroom.boot;

import com.nimbusds.jose.jwk.JWKSet;
import io.waitroom.boot.config.Keys;
import io.waitroom.room.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the keys that all replicas share: a secret for {@code SESSION_KEYS}, a P-256 key for {@code
 * TOKEN_KEYS}, and an {@code ADMIN_KEY}.
 *
 * <p>Without an argument it prints them as {@code NAME=value} lines, the format that {@code docker
 * run --env-file} and {@code kubectl create secret --from-env-file} take. With a directory it
 * writes one file per variable there, named like the variable and readable by its owner only, keeps
 * those that exist, and prints no secret.
 */
public final class MakeKeys {
  private static final int ID_BYTES = 4;
  private static final int ADMIN_KEY_BYTES = 24;

  private final SecureRandom random = new SecureRandom();

  private MakeKeys() {}

  /**
   * Ends with 0, or with 1 and one line on standard error when the directory cannot be written.
   *
   * @param args nothing, or a directory that exists
   */
  public static void main(String[] args) {
    Map<String, String> keys = new MakeKeys().make();
    if (args.length == 0) {
      keys.forEach((name, value) -> System.out.println(name + "=" + value));
      return;
    }
    try {
      writeMissing(Path.of(args[0]), keys);
    } catch (IOException e) {
      System.err.println("waitroom: cannot write the keys: " + e);
      System.exit(ProcessExit.FAILURE);
    }
  }

  /** From variable to value. Ids are random, so that a new key never meets an old one's. */
  private Map<String, String> make() {
    String id = id();
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put(
        "SESSION_KEYS",
        id + ":" + Base64.getEncoder().encodeToString(bytes(SessionKey.MIN_SECRET_BYTES)));
    keys.put("TOKEN_KEYS", new JWKSet(Keys.newTokenKey(id)).toString(false));
    keys.put(
        "ADMIN_KEY",
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(ADMIN_KEY_BYTES)));
    return keys;
  }

  private static void writeMissing(Path directory, Map<String, String> keys) throws IOException {
    for (Map.Entry<String, String> key : keys.entrySet()) {
      Path file = directory.resolve(key.getKey());
      if (Files.exists(file)) {
        System.out.println("kept " + file);
        continue;
      }
      // Whole or not at all: a reader never sees half a key.
      Path draft =
          Files.createTempFile(
              directory,
              "draft",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, key.getValue() + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      System.out.println("made " + file);
    }
  }

  private String id() {
    StringBuilder id = new StringBuilder("k");
    for (byte next : bytes(ID_BYTES)) {
      id.append(Character.forDigit(Math.floorMod(next, Character.MAX_RADIX), Character.MAX_RADIX));
    }
    return id.toString();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
