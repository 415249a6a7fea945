package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plot.Point;
import io.waitroom.lab.crowd.Tally.Timed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The result as one page that needs nothing else: text, table and charts. */
final class HtmlReport {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
      table { border-collapse: collapse; width: 100%; }
      td { border-bottom: 1px solid var(--line); padding: .35rem .5rem; vertical-align: top; }
      .kept { color: light-dark(#087f3a, #55d68a); } .broken { color: light-dark(#c01717, #ff7b7b); font-weight: bold; }
      pre { overflow-x: auto; font-size: 12px; }
      svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: currentColor; }
      svg polyline { fill: none; stroke-width: 1.6; } .grid { stroke: var(--line); }
      polyline.s0 { stroke: light-dark(#1f6fd1, #6db1ff); } text.s0.key { fill: light-dark(#1f6fd1, #6db1ff); }
      polyline.s1 { stroke: light-dark(#c2560b, #ffa55c); } text.s1.key { fill: light-dark(#c2560b, #ffa55c); }
      polyline.s2 { stroke: light-dark(#087f3a, #55d68a); } text.s2.key { fill: light-dark(#087f3a, #55d68a); }
      polyline.s3 { stroke: light-dark(#8b35c9, #c793f2); } text.s3.key { fill: light-dark(#8b35c9, #c793f2); }
      """;

  private HtmlReport() {}

  /** The page. */
  static String of(Result result) {
    StringBuilder page = new StringBuilder(65_536);
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.append("<title>Waitroom: a simulated sale</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>A simulated sale: ");
    page.append(result.isKept() ? "all promises kept" : "promises broken").append("</h1>\n");
    findings(page, result);
    chart(page, "People", people(result));
    chart(page, "Admissions", admissions(result));
    chart(page, "Wait, by place in line", waits(result));
    chart(page, "Answers, up to the percentile", answers(result));
    page.append("<h2>In full</h2>\n<pre>").append(escaped(TextReport.of(result)));
    return page.append("</pre>\n</body>\n</html>\n").toString();
  }

  private static void findings(StringBuilder page, Result result) {
    page.append("<table>\n");
    for (Finding finding : result.findings()) {
      page.append(
          "<tr><td class=\"%s\">%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  finding.kept() ? "kept" : "broken",
                  finding.kept() ? "kept" : "BROKEN",
                  escaped(finding.promise()),
                  escaped(finding.measured())));
    }
    page.append("</table>\n");
  }

  private static void chart(StringBuilder page, String title, Plot plot) {
    page.append("<h2>").append(title).append("</h2>\n").append(plot.svg());
  }

  private static Plot people(Result result) {
    return new Plot("s", "people")
        .line(
            "waiting",
            result.looks().stream().map(look -> new Point(look.seconds(), look.waiting())).toList())
        .line(
            "holding a slot",
            result.looks().stream().map(look -> new Point(look.seconds(), look.holding())).toList())
        .line("ended", growing(result));
  }

  /** By the service's clock, which begins with the first place. */
  private static List<Point> growing(Result result) {
    List<Instant> ends =
        result.places().stream()
            .map(BuyerSession::endedAt)
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    List<Point> points = new ArrayList<>(ends.size());
    for (int i = 0; i < ends.size(); i++) {
      points.add(new Point(result.seconds(ends.get(i)), i + 1));
    }
    return points;
  }

  private static Plot admissions(Result result) {
    TreeMap<Integer, Integer> bySecond = new TreeMap<>();
    result.places().stream()
        .map(BuyerSession::admittedAt)
        .flatMap(Optional::stream)
        .forEach(at -> bySecond.merge((int) result.seconds(at), 1, Integer::sum));
    int last = bySecond.isEmpty() ? 0 : bySecond.lastKey();
    List<Point> points = new ArrayList<>(last + 1);
    for (int second = 0; second <= last; second++) {
      points.add(new Point(second, bySecond.getOrDefault(second, 0)));
    }
    int rate = result.options().scene().rate();
    return new Plot("s", "admissions per second")
        .line("admitted", points)
        .line("allowed", List.of(new Point(0, rate), new Point(last, rate)));
  }

  private static Plot waits(Result result) {
    List<Point> points =
        result.places().stream()
            .flatMap(place ->
                place.waited().stream()
                    .map(wait -> new Point(place.ticket(), wait.toNanos() / 1e9)))
            .toList();
    return new Plot("ticket", "s").line("from join to admission", points);
  }

  private static Plot answers(Result result) {
    Plot plot = new Plot("percentile", "ms");
    for (Timed timed : Arrays.asList(Timed.JOIN, Timed.STATUS, Timed.LEAVE)) {
      Histogram times = result.tally().times(timed);
      List<Point> points = new ArrayList<>();
      for (double percentile = 0; percentile <= 99.5; percentile += 0.5) {
        points.add(new Point(percentile, times.getValueAtPercentile(percentile) / 1e3));
      }
      if (times.getTotalCount() > 0) {
        plot.line(timed.text, points);
      }
    }
    return plot;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
