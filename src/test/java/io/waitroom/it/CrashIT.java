package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TopicReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code kill -9} in the middle of a rush. */
@Timeout(300)
class CrashIT {
  private static final String EVENT = "crash";
  private static final int JOINS = 2_000;
  private static final int KILL_AFTER = 700;
  private static final int CALLERS = 16;

  /** What a caller knows after asking for a place: its answer, or that none came. */
  private record Attempt(String user, int status, String sessionId) {
    boolean hasPlace() {
      return status == 200 || status == 201;
    }
  }

  @Test
  void killedInTheMiddleOfJoins_keepsEveryPlaceAndTellsOfEach() throws Exception {
    try (Deployment deployment = Deployment.start()) {
      ServiceProcess victim = deployment.replica();
      Client before = Client.of(victim);
      before.open(EVENT, "{\"state\":\"paused\",\"max_length\":10000}");
      AtomicInteger places = new AtomicInteger();
      List<Attempt> attempts =
          join(user -> {
            Attempt attempt = join(before, user);
            if (attempt.hasPlace() && places.incrementAndGet() == KILL_AFTER) {
              victim.kill();
            }
            return attempt;
          });
      List<Attempt> kept = attempts.stream().filter(Attempt::hasPlace).toList();
      List<Attempt> unanswered = attempts.stream().filter(a -> !a.hasPlace()).toList();
      assertThat(kept).hasSizeBetween(KILL_AFTER, JOINS - 1);
      assertThat(unanswered).allMatch(attempt -> attempt.status() == 0);

      Client after = Client.of(deployment.replica());
      for (Attempt attempt : kept) {
        Answer status = after.status(attempt.sessionId());
        assertThat(status.status()).as(attempt.toString()).isEqualTo(200);
        assertThat(status.text("status")).isEqualTo("queued");
      }

      // Those who heard nothing ask again: theirs is the place taken unheard, or a new one.
      Map<String, String> all = new HashMap<>();
      kept.forEach(attempt -> all.put(attempt.user(), attempt.sessionId()));
      for (Attempt attempt : unanswered) {
        Attempt again = join(after, attempt.user());
        assertThat(again.hasPlace()).as(again.toString()).isTrue();
        all.put(again.user(), again.sessionId());
      }
      assertThat(all).hasSize(JOINS);
      assertThat(all.values()).as("no ticket twice").doesNotHaveDuplicates();
      assertThat(after.room(EVENT).json().getInt("last_ticket")).isEqualTo(JOINS);
      assertThat(after.room(EVENT).json().getInt("queue_length")).isEqualTo(JOINS);
      assertEveryJoinIsTold(deployment, List.copyOf(all.values()));
    }
  }

  private static void assertEveryJoinIsTold(Deployment deployment, List<String> sessionIds) {
    try (TopicReader reader = deployment.wire().reader(deployment.topics().joined())) {
      List<ConsumerRecord<String, String>> told =
          reader.readUntil(records ->
              records.stream().map(ConsumerRecord::key).collect(Collectors.toSet())
                  .containsAll(sessionIds));
      Map<String, Long> messages =
          told.stream()
              .collect(
                  Collectors.groupingBy(
                      ConsumerRecord::key,
                      Collectors.mapping(Messages::id, Collectors.collectingAndThen(
                          Collectors.toSet(), ids -> (long) ids.size()))));
      assertThat(messages.keySet()).containsExactlyInAnyOrderElementsOf(sessionIds);
      assertThat(messages.values()).as("message-ids of one join").containsOnly(1L);
    }
  }

  private interface Caller {
    Attempt join(String user);
  }

  private static List<Attempt> join(Caller caller) throws Exception {
    List<Callable<Attempt>> tasks = new ArrayList<>();
    for (int i = 0; i < JOINS; i++) {
      String user = "user-" + i;
      tasks.add(() -> caller.join(user));
    }
    return AtOnce.run(CALLERS, tasks);
  }

  private static Attempt join(Client client, String user) {
    try {
      Answer answer = client.join(EVENT, user, "Idempotency-Key", "the-secret-of-" + user);
      return new Attempt(user, answer.status(), answer.text("session_id"));
    } catch (UncheckedIOException _) {
      return new Attempt(user, 0, "");
    }
  }
}
