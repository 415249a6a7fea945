package io.waitroom.http.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTML file with places such as <code>{{name}}</code> to be filled in. A text is escaped, only
 * {@link Markup} goes in as it is; there are no conditions and no loops. Places stand in content or
 * in double-quoted attributes. Immutable.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z][a-z.-]*)}}");

  /** Pieces of HTML, and between each two of them the name of a place. */
  private final List<String> pieces = new ArrayList<>();

  private final List<String> names = new ArrayList<>();

  private Template(String source) {
    Matcher place = PLACE.matcher(source);
    int end = 0;
    while (place.find()) {
      pieces.add(source.substring(end, place.start()));
      names.add(place.group(1));
      end = place.end();
    }
    pieces.add(source.substring(end));
  }

  /** The template in a file of {@code src/main/resources/page}. */
  static Template ofFile(String file) {
    return of(Files.text(file));
  }

  /** The template in a text. */
  static Template of(String source) {
    return new Template(source);
  }

  /**
   * The template with its places filled in.
   *
   * @param values a {@link Markup} or a text for each place; further ones are ignored
   * @throws IllegalArgumentException when a place has no value
   */
  Markup fill(Map<String, ?> values) {
    StringBuilder html = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < names.size(); i++) {
      html.append(html(names.get(i), values)).append(pieces.get(i + 1));
    }
    return new Markup(html.toString());
  }

  private static String html(String name, Map<String, ?> values) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The template has a place for " + name);
    }
    return value instanceof Markup markup ? markup.html() : Markup.escaped(value.toString()).html();
  }
}
