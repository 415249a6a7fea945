package io.waitroom.lab.bench;

import java.util.List;
import java.util.stream.Collectors;

/** All figures, in the order of the table. */
final class Figures {
  private static final List<Figure> ALL =
      List.of(
          new JoinsFigure(),
          new PollsFigure(),
          new ScaleFigure(),
          new RedisMemoryFigure(),
          new AdmissionFigure(1),
          new AdmissionFigure(3),
          new ReadyFigure(),
          new RelayFigure(),
          new StreamsFigure(),
          new MemoryFigure(),
          new StartFigure());

  private Figures() {}

  /** All, or those whose names are given, separated by commas. */
  static List<Figure> named(String names) {
    if (names.isEmpty()) {
      return ALL;
    }
    List<String> wanted = List.of(names.split(","));
    List<Figure> found = ALL.stream().filter(figure -> wanted.contains(figure.name())).toList();
    if (found.size() < wanted.size()) {
      throw new IllegalArgumentException(
          "figures is \"%s\": there are %s"
              .formatted(names, ALL.stream().map(Figure::name).collect(Collectors.joining(", "))));
    }
    return found;
  }
}
