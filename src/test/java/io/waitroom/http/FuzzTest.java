package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.RequestFuzz.Sample;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.Contract;
import io.waitroom.testkit.Contract.Documented;
import io.waitroom.testkit.Fuzz;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operation of the API document with thousands of values that fit, nearly fit and do not fit
 * its schemas. Whatever is sent, the answer is a documented one and not the service's fault. A new
 * operation takes part as soon as it is documented.
 */
class FuzzTest extends HttpTestBase {
  private static final Fuzz FUZZ = Fuzz.create();
  private static final int SAMPLES = Integer.getInteger("waitroom.fuzz.samples", 150);

  /**
   * Samples at most until one is refused; some operations refuse no more than an odd {@code
   * Accept}, which is one sample in forty.
   */
  private static final int PATIENCE = 10 * SAMPLES;

  /** Samples until what they did to the rooms is undone. */
  private static final int SAMPLES_A_LIFE = 25;

  /** Answers 503 in spite of perfect health: a room that a sample has made too small. */
  private static final Set<String> FULL = Set.of("queue-full");

  static Stream<Documented> operations() {
    // The metrics are empty here: ServiceDocumentIT reads those of the whole service. The page
    // answers with pages, whatever comes: the tests of io.waitroom.http.page send it what is odd.
    return Contract.document().operations().stream()
        .filter(operation -> !operation.id().equals("getMetrics"))
        .filter(operation -> !operation.template().startsWith("/waitroom/"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void operation_whateverIsSent_answersAsDocumented(Documented operation) {
    Fuzz fuzz = FUZZ.derived(operation.id());
    boolean canBeRefused = operation.statuses().anyMatch(status -> status >= 400 && status < 500);
    int accepted = 0;
    int refused = 0;
    try (CapturedLog log = new CapturedLog("io.waitroom.http")) {
      RequestFuzz requests = requests(fuzz, operation);
      for (int number = 0;
          number < SAMPLES || (canBeRefused && refused == 0 && number < PATIENCE);
          number++) {
        if (number % SAMPLES_A_LIFE == 0) {
          openRoom();
          requests = requests(fuzz, operation);
        }
        Sample sample = requests.next(number % 3 * 20);
        Answer answer = send(sample);
        accepted += answer.status() < 400 ? 1 : 0;
        refused += answer.status() >= 400 ? 1 : 0;
        assertHarmless(sample, answer);
      }
      assertThat(log.lines()).as(FUZZ.rerun()).noneMatch(line -> line.startsWith("SEVERE"));
    }
    assertThat(accepted).as("accepted, with " + FUZZ.rerun()).isPositive();
    assertThat(refused > 0).as("any refused, with " + FUZZ.rerun()).isEqualTo(canBeRefused);
  }

  private Answer send(Sample sample) {
    try {
      return api.send(
          sample.method(),
          sample.path(),
          sample.body().length == 0
              ? BodyPublishers.noBody()
              : BodyPublishers.ofByteArray(sample.body()),
          sample.headers().toArray(String[]::new));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(sample + "\nrepeat it with " + FUZZ.rerun(), e);
    }
  }

  private static void assertHarmless(Sample sample, Answer answer) {
    String what = "%s\nrepeat it with %s\n%s".formatted(sample, FUZZ.rerun(), answer);
    boolean full = answer.status() == 503 && FULL.contains(answer.text("code"));
    assertThat(answer.status() < 500 || full).as(what).isTrue();
    if (answer.status() >= 400 && !answer.body().isEmpty()) {
      assertProblem(answer, answer.status(), answer.text("code"));
      assertThat(answer.body()).as(what).doesNotContain("\tat ", "io.waitroom", "jakarta.");
    }
  }

  /** Requests with values that mean something in the room at hand. */
  private RequestFuzz requests(Fuzz fuzz, Documented operation) {
    String holder = join("holder");
    admit();
    String token = api.get("/api/v1/waitroom/status/" + holder).text("checkout_token");
    String place = join("somebody");
    if (fuzz.chance(50)) {
      admit();
    }
    if (answersWithAStream(operation)) {
      // It would go on for as long as its place does.
      api.post("/api/v1/waitroom/leave/" + place, "");
    }
    Map<String, String> known = new HashMap<>();
    known.put("operatorKey", World.ADMIN_KEY);
    known.put("event_id", EVENT.value());
    known.put("session_id", place);
    known.put("user_id", "somebody");
    for (String name : List.of("token", "shownToken", "tokenCookie", "tokenBearer")) {
      known.put(name, token);
    }
    return new RequestFuzz(fuzz, operation, known);
  }

  private static boolean answersWithAStream(Documented operation) {
    var content = operation.operation().getResponses().get("200");
    return content != null
        && content.getContent() != null
        && content.getContent().containsKey("text/event-stream");
  }
}
