package io.waitroom.testkit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Solves challenges as an ALTCHA client does: by trying. */
public final class AltchaSolver {
  private AltchaSolver() {}

  /** The payload that a client sends for a challenge. */
  public static String solve(JsonObject challenge) {
    return payload(challenge, number(challenge));
  }

  /** A payload with a number of the caller's. */
  public static String payload(JsonObject challenge, long number) {
    String json =
        Json.createObjectBuilder()
            .add("algorithm", challenge.getString("algorithm"))
            .add("challenge", challenge.getString("challenge"))
            .add("number", number)
            .add("salt", challenge.getString("salt"))
            .add("signature", challenge.getString("signature"))
            .build()
            .toString();
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The number that was asked for. */
  public static long number(JsonObject challenge) {
    String salt = challenge.getString("salt");
    String wanted = challenge.getString("challenge");
    for (long number = 0; number <= challenge.getInt("maxnumber"); number++) {
      if (sha256(salt + number).equals(wanted)) {
        return number;
      }
    }
    throw new AssertionError("no number solves " + challenge);
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
