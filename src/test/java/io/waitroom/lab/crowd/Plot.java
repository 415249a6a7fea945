package io.waitroom.lab.crowd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** One chart of lines as SVG, for a page whose style sheet knows its classes. Not thread-safe. */
final class Plot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 260;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 28;
  private static final int BOTTOM = 40;
  private static final int TICKS = 5;

  /** More points than this cannot be told apart on {@value #WIDTH} pixels. */
  private static final int POINTS_MAX = 1_000;

  /**
   * One point.
   *
   * @param x in the unit of the axis
   * @param y in the unit of the axis
   */
  record Point(double x, double y) {}

  private record Series(String name, List<Point> points) {}

  private final String xName;
  private final String yName;
  private final List<Series> all = new ArrayList<>();

  Plot(String xName, String yName) {
    this.xName = xName;
    this.yName = yName;
  }

  /** One more line; the points go from left to right. */
  Plot line(String name, List<Point> points) {
    all.add(new Series(name, thinned(points)));
    return this;
  }

  /** The element. */
  String svg() {
    double xMax = roundedUp(max(true));
    double yMax = roundedUp(max(false));
    StringBuilder svg = new StringBuilder(8192);
    svg.append("<svg viewBox=\"0 0 %d %d\" role=\"img\">\n".formatted(WIDTH, HEIGHT));
    axes(svg, xMax, yMax);
    for (int i = 0; i < all.size(); i++) {
      Series series = all.get(i);
      StringBuilder path = new StringBuilder();
      for (Point point : series.points()) {
        path.append(
            String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x(), xMax), y(point.y(), yMax)));
      }
      svg.append("<polyline class=\"s%d\" points=\"%s\"/>\n".formatted(i, path));
      svg.append(
          "<text class=\"s%d key\" x=\"%d\" y=\"16\">%s</text>\n"
              .formatted(i, LEFT + i * 170, series.name()));
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg, double xMax, double yMax) {
    for (int i = 0; i <= TICKS; i++) {
      double xValue = xMax * i / TICKS;
      double yValue = yMax * i / TICKS;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>\n",
              LEFT,
              y(yValue, yMax),
              WIDTH - RIGHT,
              y(yValue, yMax)));
      svg.append(text(LEFT - 8, y(yValue, yMax) + 4, "end", number(yValue, yMax)));
      svg.append(text(x(xValue, xMax), HEIGHT - BOTTOM + 16, "middle", number(xValue, xMax)));
    }
    svg.append(text(WIDTH - RIGHT, HEIGHT - 6, "end", xName));
    svg.append(text(WIDTH - RIGHT, 16, "end", yName));
  }

  private static String text(double x, double y, String anchor, String content) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        content);
  }

  private static String number(double value, double max) {
    return max >= 20
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, max >= 2 ? "%.1f" : "%.2f", value);
  }

  private double max(boolean ofX) {
    double max =
        all.stream()
            .flatMap(series -> series.points().stream())
            .mapToDouble(point -> ofX ? point.x() : point.y())
            .max()
            .orElse(1);
    return max > 0 ? max : 1;
  }

  /** To a value that divides into steps people count in. */
  private static double roundedUp(double max) {
    double least = max / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double step =
        DoubleStream.of(1, 2, 2.5, 5, 10)
            .map(factor -> factor * power)
            .filter(candidate -> candidate >= least)
            .findFirst()
            .orElse(least);
    return step * TICKS;
  }

  private static double x(double value, double max) {
    return LEFT + value / max * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, double max) {
    return HEIGHT - BOTTOM - value / max * (HEIGHT - TOP - BOTTOM);
  }

  private static List<Point> thinned(List<Point> points) {
    if (points.size() <= POINTS_MAX) {
      return points;
    }
    List<Point> kept = new ArrayList<>(POINTS_MAX + 1);
    for (int i = 0; i < POINTS_MAX; i++) {
      kept.add(points.get((int) ((long) i * points.size() / POINTS_MAX)));
    }
    kept.add(points.getLast());
    return kept;
  }
}
