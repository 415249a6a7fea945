package io.waitroom.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * npm and npx, which download what they run. Where they cannot, the test ends as one whose tool is
 * missing.
 */
public final class Npm {
  /** npm's and Node's codes for a registry that is out of reach, or behind a stranger's proxy. */
  private static final Pattern OUT_OF_REACH =
      Pattern.compile(
          "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED"
              + "|ERR_SOCKET_TIMEOUT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY");

  /** Patience for a registry that stumbles, not for one that is not there. */
  private static final List<String> PATIENCE =
      List.of(
          "--fetch-retries=2",
          "--fetch-retry-mintimeout=1000",
          "--fetch-retry-maxtimeout=5000",
          "--fetch-timeout=60000");

  private Npm() {}

  /** Installs what a package.json in the directory names. */
  public static void install(Path directory) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Tool.NPM.path(), "install"));
    command.addAll(List.of("--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline"));
    command.addAll(PATIENCE);
    var _ = run(directory, command);
  }

  /** Runs a command that may call npm, as {@link Command#run} does. */
  public static List<String> run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    try {
      return Command.run(directory, command);
    } catch (AssertionError e) {
      Matcher code = OUT_OF_REACH.matcher(String.valueOf(e.getMessage()));
      if (code.find()) {
        throw Tool.NPM.unusable("npm cannot download from its registry: " + code.group());
      }
      throw e;
    }
  }
}
