package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Tally.Deed;
import io.waitroom.lab.crowd.Told.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A whole simulation: makes the event, lets the crowd live, waits until the last place has ended,
 * and checks the promises.
 */
final class Simulation {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final Duration TELL_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final CrowdOptions options;
  private final Stage stage;
  private final PrintStream out;
  private final Tally tally = new Tally();
  private final String event;

  Simulation(CrowdOptions options, Stage stage, PrintStream out) {
    this.options = options;
    this.stage = stage;
    this.out = out;
    this.event = "crowd-%d-%d".formatted(options.seed() & 0xffff, System.currentTimeMillis());
  }

  /**
   * Runs it and writes the reports.
   *
   * @throws IOException when the service cannot be used at all
   */
  Result run() throws IOException, InterruptedException {
    Optional<Ledger> ledger =
        stage.brokers().map(brokers -> new Ledger(brokers, stage.topics(), event));
    try (Service service = new Service(stage.urls(), stage.adminKey(), tally)) {
      open(service);
      try (Shop shop = shop(service)) {
        Result result = run(new Sale(event, service, shop, tally, System.nanoTime()), ledger);
        write(result);
        return result;
      } finally {
        service.admin("DELETE", event, "");
      }
    } finally {
      ledger.ifPresent(Ledger::close);
    }
  }

  private void open(Service service) throws IOException, InterruptedException {
    Scene scene = options.scene();
    String settings =
        "{\"max_concurrent\":%d,\"release_rate\":%d,\"checkout_ttl_seconds\":%d,\"max_length\":%d}"
            .formatted(
                scene.slots(),
                scene.rate(),
                Math.max(1, scene.lease().toSeconds()),
                options.users());
    Reply made = service.admin("PUT", event, settings);
    if (made.status() != 201) {
      throw new IOException(
          "the event was not made: %d %s".formatted(made.status(), made.text("detail")));
    }
    out.printf("event %s at %s%n", event, stage.urls());
  }

  private Shop shop(Service service) {
    return stage
        .brokers()
        .<Shop>map(brokers -> new KafkaShop(brokers, stage.topics(), event, tally))
        .orElseGet(() -> new OperatorShop(service, event, tally));
  }

  private Result run(Sale sale, Optional<Ledger> ledger) throws InterruptedException {
    Progress progress =
        new Progress(out, Progress.isTerminal(), tally, options.users(), options.scene());
    List<BuyerVisit> visits;
    List<Observer.Look> looks;
    try (Observer observer = new Observer(sale, progress)) {
      visits = live(sale);
      settle(sale);
      looks = observer.looks();
    }
    audit(sale, visits);
    Map<String, Told> told = new HashMap<>();
    ledger.ifPresent(book -> {
      awaitTold(book, visits);
      book.close();
      told.putAll(book.places());
    });
    List<BuyerSession> places =
        visits.stream()
            .filter(BuyerVisit::hasPlace)
            .map(visit -> BuyerSession.of(visit, told))
            .toList();
    return new Result(
        options, findings(visits, places, looks, ledger.map(book -> told)), places, looks, tally);
  }

  private List<BuyerVisit> live(Sale sale) throws InterruptedException {
    List<Future<List<BuyerVisit>>> people = new ArrayList<>(options.users());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < options.users(); i++) {
        Plan plan = Plan.of(options.seed(), i, options.scene(), options.habits());
        int number = i;
        people.add(threads.submit(() -> new Person(number, plan, sale).live()));
      }
      return results(people).stream().flatMap(List::stream).toList();
    }
  }

  /** Those who walked away hold their slots until the leases end, one round after the other. */
  private void settle(Sale sale) throws InterruptedException {
    Scene scene = options.scene();
    long rounds = 1 + tally.count(Deed.WALKED_AWAY) / scene.slots();
    Duration limit = scene.lease().multipliedBy(rounds).plus(SETTLE_LIMIT);
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        Reply room = sale.service().admin("GET", event, "");
        if (room.number("queue_length") + room.number("processing_count") == 0) {
          return;
        }
      } catch (IOException e) {
        tally.complain("the event could not be read: " + e.getMessage());
      }
      Thread.sleep(POLL);
    }
    tally.complain("people still wait or hold slots long after everybody has gone home");
  }

  /** Everybody's last look, those who never looked included. */
  private void audit(Sale sale, List<BuyerVisit> visits) throws InterruptedException {
    List<Future<BuyerVisit>> looks = new ArrayList<>(visits.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < visits.size(); i++) {
        int number = i;
        BuyerVisit visit = visits.get(i);
        if (visit.hasPlace()) {
          looks.add(
              threads.submit(() -> {
                visit.saw("audit", sale.service().status(number, visit.sessionId()));
                return visit;
              }));
        }
      }
      results(looks);
    }
  }

  private <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
    List<T> results = new ArrayList<>(futures.size());
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        tally.complain(String.valueOf(e.getCause()));
      }
    }
    return results;
  }

  private static void awaitTold(Ledger ledger, List<BuyerVisit> visits) {
    Map<String, List<Kind>> expected = DeliveryChecks.expected(visits);
    long end = System.nanoTime() + TELL_LIMIT.toNanos();
    try {
      while (!ledger.tellsOf(expected) && System.nanoTime() - end < 0) {
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Finding> findings(
      List<BuyerVisit> visits,
      List<BuyerSession> places,
      List<Observer.Look> looks,
      Optional<Map<String, Told>> ledger) {
    Scene scene = options.scene();
    Map<String, String> owners = new HashMap<>();
    ledger.ifPresent(told -> told.forEach((id, place) -> owners.put(id, place.user())));
    long most = looks.stream().mapToLong(Observer.Look::holding).max().orElse(0);
    List<Finding> findings = new ArrayList<>();
    findings.add(OrderChecks.onePlacePerPerson(places, owners));
    findings.add(OrderChecks.strictOrder(places));
    findings.add(CapacityChecks.slots(places, scene.slots(), most));
    findings.add(CapacityChecks.rate(places, scene.rate()));
    findings.add(DeliveryChecks.everyPlaceEnds(places, options.users()));
    findings.add(DeliveryChecks.outcomesCount(places));
    ledger.ifPresent(told -> {
      findings.add(DeliveryChecks.nothingLost(visits, told));
      findings.add(DeliveryChecks.nothingMadeUp(visits, told));
    });
    findings.add(DeliveryChecks.everyCallAnswered(tally));
    return findings;
  }

  private void write(Result result) throws IOException {
    String text = TextReport.of(result);
    Files.createDirectories(options.output());
    Files.writeString(options.output().resolve("report.txt"), text);
    Files.writeString(options.output().resolve("report.html"), HtmlReport.of(result));
    out.println();
    out.print(text);
    out.printf("%nReports: %s/report.txt, report.html%n", options.output());
  }
}
