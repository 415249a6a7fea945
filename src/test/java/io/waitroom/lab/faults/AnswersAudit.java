package io.waitroom.lab.faults;

import io.waitroom.lab.faults.Exchange.Operation;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Every answer is one that the contract allows, in time, true, and not taken back. */
final class AnswersAudit {
  /** How long a caller may have to wait for a 503. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** Least that is granted on top for connecting and a thread's turn. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Set<String> ENDS =
      Set.of("completed", "failed", "expired", "abandoned", "evicted");

  private final Evidence evidence;
  private final long limitMs;
  private final List<Finding> findings = new ArrayList<>();

  private AnswersAudit(Evidence evidence) {
    this.evidence = evidence;
    // What the machine adds, a busy one too, shows in the answers that waited for nothing.
    this.limitMs =
        LIMIT.toMillis() + Math.max(GRACE.toMillis(), 2 * Row.percentile99(evidence.exchanges()));
  }

  static List<Finding> of(Evidence evidence) {
    AnswersAudit audit = new AnswersAudit(evidence);
    evidence.exchanges().forEach(audit::allowed);
    evidence.byUser().values().forEach(audit::neverTakenBack);
    return evidence.fault().tolerance().lostWrites()
        ? audit.findings.stream().map(Finding::byFailover).toList()
        : audit.findings;
  }

  private void allowed(Exchange exchange) {
    if (exchange.isUnanswered()) {
      if (exchange.body().contains("HttpTimeoutException: request timed out")) {
        findings.add(Finding.wrong("a hang: %s".formatted(exchange)));
      }
      return;
    }
    boolean allowed =
        switch (exchange.status()) {
          case 200 -> exchange.operation() != Operation.JOIN_UNPROVEN;
          case 201 ->
              exchange.operation() == Operation.JOIN
                  || exchange.operation() == Operation.JOIN_UNPROVEN;
          case 409 -> exchange.operation() == Operation.JOIN_UNPROVEN;
          case 503 -> !exchange.retryAfter().isEmpty();
          default -> false;
        };
    if (exchange.status() == 404 || exchange.status() == 410) {
      findings.add(Finding.lost("a granted place was denied: %s".formatted(exchange)));
    } else if (!allowed) {
      findings.add(Finding.wrong("not allowed: %s".formatted(exchange)));
    }
    if (exchange.status() == 503 && exchange.millis() > limitMs) {
      findings.add(
          Finding.wrong(
              "took %d ms, limit %d: %s".formatted(exchange.millis(), limitMs, exchange)));
    }
    if (exchange.isSuccess()) {
      token(exchange);
    }
  }

  /** The token must name its owner and the place. */
  private void token(Exchange exchange) {
    String token = exchange.text("checkout_token");
    if (token.isEmpty()) {
      return;
    }
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    JsonObject json = JsonText.object(new String(claims, StandardCharsets.UTF_8));
    if (!json.getString("sub").equals(exchange.user())
        || !json.getString("jti").equals(exchange.text("session_id"))) {
      findings.add(Finding.duplicated("%s got the token of %s".formatted(exchange.user(), json)));
    }
  }

  /** Only what surely came after the other is compared. */
  private void neverTakenBack(List<Exchange> exchanges) {
    Exchange last = null;
    for (Exchange exchange : exchanges) {
      String status = exchange.text("status");
      if (!exchange.isSuccess() || status.isEmpty()) {
        continue;
      }
      if (last != null
          && last.endNanos() < exchange.startNanos()
          && last.text("session_id").equals(exchange.text("session_id"))
          && !follows(last.text("status"), status)) {
        findings.add(
            Finding.stale(
                "%s was %s, then %s".formatted(last.user(), last.text("status"), status)));
      }
      last = exchange;
    }
    if (last != null && ENDS.contains(last.text("status"))) {
      long ticket = BuyerSession.ticket(last.text("session_id"));
      BuyerSession place = evidence.room().places().get(ticket);
      if (place == null || !follows(last.text("status"), place.status())) {
        findings.add(
            Finding.lost(
                "%s was told %s, Redis holds %s"
                    .formatted(last.user(), last.body(), evidence.room().describe(ticket))));
      }
    }
  }

  private static boolean follows(String before, String after) {
    return before.equals(after)
        || before.equals("queued")
        || (before.equals("admitted") && ENDS.contains(after))
        || (before.equals("expired") && after.equals("completed"));
  }
}
