package io.waitroom.http.page;

/**
 * HTML that is known to be safe: made by a {@link Template}, or written in this package.
 *
 * @param html as it goes out
 */
record Markup(String html) {
  /** Nothing. */
  static final Markup EMPTY = new Markup("");

  /** Plain text as HTML, safe as content and in a quoted attribute. */
  static Markup escaped(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
    return new Markup(html.toString());
  }

  /** The attribute that hides an element, or nothing. */
  static Markup hidden(boolean isHidden) {
    return isHidden ? new Markup("hidden") : EMPTY;
  }
}
