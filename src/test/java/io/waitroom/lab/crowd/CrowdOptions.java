package io.waitroom.lab.crowd;

import io.waitroom.lab.load.Arguments;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a simulation was asked for.
 *
 * @param users how many people come
 * @param seed of everything random
 * @param urls replicas of a running service; none: start one of our own
 * @param brokers of that service; empty with {@code urls}: nothing is compared with Kafka
 * @param adminKey of that service
 * @param instances replicas of our own
 * @param output folder of the reports
 */
record CrowdOptions(
    int users,
    long seed,
    List<URI> urls,
    Optional<String> brokers,
    Optional<String> adminKey,
    int instances,
    Path output,
    Scene scene,
    BuyerBehaviour habits) {
  private static final Set<String> NAMES =
      Set.of(
          "users",
          "seed",
          "url",
          "brokers",
          "adminKey",
          "instances",
          "output",
          "slots",
          "rate",
          "arrival",
          "checkout",
          "lease",
          "streaming",
          "leaving",
          "walkingAway",
          "dallying",
          "failing",
          "repeating");

  CrowdOptions {
    urls = List.copyOf(urls);
    if (!urls.isEmpty() && adminKey.isEmpty()) {
      throw new IllegalArgumentException(
          "a running service (url) needs adminKey: the crowd makes an event of its own there");
    }
    if (urls.isEmpty() && brokers.isPresent()) {
      throw new IllegalArgumentException(
          "brokers without url: our own service has its own broker; name the running service");
    }
  }

  /**
   * Reads {@code name=value} arguments.
   *
   * @throws IllegalArgumentException naming what is wrong and what is allowed
   */
  static CrowdOptions of(String... given) {
    Arguments arguments = Arguments.of(given, NAMES);
    int users = (int) arguments.integer("users", 2_000, 1, 1_000_000);
    List<URI> urls =
        arguments.text("url").map(text -> text.split(",")).stream()
            .flatMap(Stream::of)
            .map(String::strip)
            .map(URI::create)
            .toList();
    return new CrowdOptions(
        users,
        arguments.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE),
        urls,
        arguments.text("brokers"),
        arguments.text("adminKey").or(() -> Optional.ofNullable(System.getenv("ADMIN_KEY"))),
        (int) arguments.integer("instances", 1, 1, 10),
        Path.of(arguments.text("output").orElse("target/simulate")),
        scene(arguments, users),
        habits(arguments));
  }

  /** A sale of about two minutes, in which now the rate and now the slots are the limit. */
  private static Scene scene(Arguments arguments, int users) {
    int rate = (int) arguments.integer("rate", Math.max(20, users / 120), 1, 100_000);
    Duration checkout = arguments.seconds("checkout", 4, 0, 3_600);
    long slots = Math.clamp((long) (rate * (checkout.toMillis() / 1000.0 + 1)), 5, 1_000_000);
    return new Scene(
        (int) arguments.integer("slots", slots, 1, 1_000_000),
        rate,
        arguments.seconds("arrival", Math.max(10, users / 1_000.0), 0, 86_400),
        checkout,
        arguments.seconds("lease", 20, 1, 86_400));
  }

  private static BuyerBehaviour habits(Arguments arguments) {
    return new BuyerBehaviour(
        arguments.share("streaming", 0.1),
        arguments.share("leaving", 0.05),
        arguments.share("walkingAway", 0.02),
        arguments.share("dallying", 0.03),
        arguments.share("failing", 0.05),
        arguments.share("repeating", 0.05));
  }
}
