package io.waitroom.lab.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The six topics of one deployment, whose names end alike.
 *
 * @param suffix makes them different from those of other deployments
 */
record Topics(String suffix) {
  private static final List<String> OUTGOING = List.of("QUEUE_JOINED", "QUEUE_LEFT", "QUEUE_READY");
  private static final List<String> INCOMING =
      List.of("CHECKOUT_COMPLETED", "CHECKOUT_FAILED", "CHECKOUT_EXPIRED");

  /** Those that the service writes. */
  List<String> outgoing() {
    return named(OUTGOING).toList();
  }

  /** Those that the shop writes. */
  List<String> incoming() {
    return named(INCOMING).toList();
  }

  /** The one that the shop writes these outcomes to. */
  String incoming(String kind) {
    return "CHECKOUT_" + kind + suffix;
  }

  /** Where unusable messages of these outcomes go. */
  String deadLetters(String kind) {
    return incoming(kind) + ".DLQ";
  }

  String[] all() {
    return Stream.concat(named(OUTGOING), named(INCOMING)).toArray(String[]::new);
  }

  /** The variables that tell the service. */
  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    Stream.concat(OUTGOING.stream(), INCOMING.stream())
        .forEach(contract -> variables.put("KAFKA_TOPIC_" + contract, contract + suffix));
    return variables;
  }

  private Stream<String> named(List<String> contract) {
    return contract.stream().map(name -> name + suffix);
  }
}
