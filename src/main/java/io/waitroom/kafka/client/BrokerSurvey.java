package io.waitroom.kafka.client;

import io.waitroom.kafka.client.BrokerGreeting.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A look at the bootstrap servers, each greeted at all its addresses: whether a Kafka client may be
 * made. It may where one of them speaks the protocol that was configured and none another; those
 * that are away do not matter.
 */
final class BrokerSurvey {
  /** What a look found. */
  sealed interface Finding {
    /**
     * Clients may be made.
     *
     * @param connection to a broker, for the caller to close; null where brokers speak TLS
     */
    record Found(@Nullable Socket connection) implements Finding {}

    /** No broker answers. */
    record Away(String problem) implements Finding {}

    /** Somebody answers in another protocol: a client would not be understood, or would die. */
    record Mismatch(String problem) implements Finding {}
  }

  private final String servers;
  private final String protocol;

  BrokerSurvey(KafkaSettings settings) {
    this.servers = settings.bootstrapServers();
    this.protocol = settings.security().getOrDefault("security.protocol", "PLAINTEXT");
  }

  /** The configured protocol, as {@code KAFKA_SECURITY_PROTOCOL} names it. */
  String protocol() {
    return protocol;
  }

  /** Greets all; takes a few seconds at most. */
  Finding look() {
    Map<InetSocketAddress, Future<Answer>> greetings = new LinkedHashMap<>();
    try (ExecutorService greeters = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String server : servers.split(",", -1)) {
        addresses(server.strip())
            .forEach(address ->
                greetings.put(address, greeters.submit(() -> BrokerGreeting.greet(address))));
      }
    }
    if (greetings.isEmpty()) {
      return new Finding.Away("no bootstrap server has a known address: " + servers);
    }
    Finding finding = nobody();
    for (Map.Entry<InetSocketAddress, Future<Answer>> greeting : greetings.entrySet()) {
      finding = worse(finding, judge(greeting.getKey(), greeting.getValue().resultNow()));
    }
    return finding;
  }

  private Finding judge(InetSocketAddress address, Answer answer) {
    boolean tls = protocol.endsWith("SSL");
    return switch (answer) {
      case Answer.Kafka(Socket connection) when tls -> {
        BrokerGreeting.closeQuietly(connection);
        yield new Finding.Mismatch(address + " answers in plaintext, not with TLS");
      }
      case Answer.Kafka(Socket connection) -> new Finding.Found(connection);
      case Answer.Tls _ when !tls ->
          new Finding.Mismatch(address + " answers with TLS, not in plaintext");
      case Answer.Foreign _ when !tls ->
          new Finding.Mismatch(address + " does not answer as a Kafka broker does");
      // Whoever expects TLS may answer plaintext in any way, or not at all.
      case Answer.Tls _, Answer.Foreign _ -> new Finding.Found(null);
      case Answer.Silent _ when tls -> new Finding.Found(null);
      case Answer.Silent _, Answer.Nobody _ -> nobody();
    };
  }

  private Finding nobody() {
    return new Finding.Away("no broker answers at " + servers);
  }

  /** A mismatch counts more than a broker, and a broker more than nobody. */
  private static Finding worse(Finding known, Finding other) {
    return switch (other) {
      case Finding.Away _ -> known;
      case Finding.Found found -> {
        if (known instanceof Finding.Away) {
          yield found;
        }
        close(found);
        yield known;
      }
      case Finding.Mismatch mismatch -> {
        if (known instanceof Finding.Found found) {
          close(found);
        }
        yield mismatch;
      }
    };
  }

  private static void close(Finding.Found found) {
    if (found.connection() != null) {
      BrokerGreeting.closeQuietly(found.connection());
    }
  }

  private static List<InetSocketAddress> addresses(String server) {
    int colon = server.lastIndexOf(':');
    try {
      int port = Integer.parseInt(server.substring(colon + 1));
      return List.of(InetAddress.getAllByName(server.substring(0, colon))).stream()
          .map(address -> new InetSocketAddress(address, port))
          .toList();
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
