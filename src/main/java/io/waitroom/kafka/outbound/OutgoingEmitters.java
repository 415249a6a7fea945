package io.waitroom.kafka.outbound;

import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The beginnings of the three outgoing channels. Thread-safe. */
@Service
public class OutgoingEmitters {
  private final Map<OutgoingKind, Emitter<byte[]>> emitters;

  @Inject
  OutgoingEmitters(
      @Channel(OutgoingKind.Channel.JOINED) @OnOverflow(OnOverflow.Strategy.NONE)
          Emitter<byte[]> joined,
      @Channel(OutgoingKind.Channel.LEFT) @OnOverflow(OnOverflow.Strategy.NONE)
          Emitter<byte[]> left,
      @Channel(OutgoingKind.Channel.READY) @OnOverflow(OnOverflow.Strategy.NONE)
          Emitter<byte[]> ready) {
    this.emitters =
        new EnumMap<>(
            Map.of(
                OutgoingKind.JOINED, joined, OutgoingKind.LEFT, left, OutgoingKind.READY, ready));
  }

  /** Hands a message to its channel, which asks for any number; false when the channel is dead. */
  boolean emit(OutgoingMessage message) {
    Emitter<byte[]> emitter = emitters.get(message.kind());
    if (emitter == null || emitter.isCancelled() || !emitter.hasRequests()) {
      return false;
    }
    try {
      emitter.send(message);
      return true;
    } catch (IllegalStateException e) {
      return false; // the channel is complete
    }
  }
}
