package io.waitroom.ops;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was served at {@code /metrics}, read back.
 *
 * @param text as served
 */
public record Scrape(String text) {
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\",?");

  /** One line with a value. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** All samples, in the order served. */
  public List<Sample> samples() {
    return text.lines().filter(line -> !line.startsWith("#")).map(Scrape::sample).toList();
  }

  /** Samples of a name. */
  public List<Sample> samples(String name) {
    return samples().stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /** The sum over all series of a name that have these labels; empty when there is none. */
  public OptionalDouble sum(String name, String... labels) {
    List<Sample> found =
        samples(name).stream()
            .filter(sample -> {
              for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                  return false;
                }
              }
              return true;
            })
            .toList();
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.stream().mapToDouble(Sample::value).sum());
  }

  /** {@link #sum} where there must be one. */
  public double value(String name, String... labels) {
    return sum(name, labels)
        .orElseThrow(() -> new AssertionError("no " + name + List.of(labels) + " in\n" + text));
  }

  /** Family to kind, as the TYPE lines say. */
  public Map<String, String> types() {
    return lines("# TYPE ");
  }

  /** Family to help text. */
  public Map<String, String> helps() {
    return lines("# HELP ");
  }

  private Map<String, String> lines(String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts.length > 1 ? parts[1] : ""));
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    return new Sample(
        matcher.group(1),
        LABEL
            .matcher(labels)
            .results()
            .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2))),
        Double.parseDouble(matcher.group(3)));
  }
}
