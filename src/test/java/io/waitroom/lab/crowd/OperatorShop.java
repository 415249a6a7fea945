package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plan.Ending;
import java.io.IOException;

/** A shop without Kafka: it reports over the operator's API. */
final class OperatorShop implements Shop {
  private final Service service;
  private final String event;
  private final Tally tally;

  OperatorShop(Service service, String event, Tally tally) {
    this.service = service;
    this.event = event;
    this.tally = tally;
  }

  @Override
  public void report(Ending ending, String sessionId, String user) throws InterruptedException {
    String outcome = ending == Ending.COMPLETES ? "completed" : "failed";
    String path = "%s/sessions/%s/outcome".formatted(event, sessionId);
    String json = "{\"outcome\":\"%s\",\"user_id\":\"%s\"}".formatted(outcome, user);
    try {
      Reply reply = service.admin("POST", path, json);
      if (reply.status() != 200) {
        tally.complain(
            "a report was answered with %d %s".formatted(reply.status(), reply.text("code")));
      }
    } catch (IOException e) {
      tally.complain("a report got no answer: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    // The connections are the service's.
  }
}
