package io.waitroom.http.page;

import io.waitroom.room.RoomSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What all pages have around their content: head, name and mark. */
final class Layout {
  private static final Template TEMPLATE = Template.ofFile("layout.html");
  private static final String OWN_COLOR = "#3346c8";

  /** Slow readers and screen readers reach the end of the page before it is loaded again. */
  static final long MIN_REFRESH_SECONDS = 20;

  private Layout() {}

  /**
   * A whole page.
   *
   * @param room whose name and colour it bears; empty where there is none
   * @param refresh makes the browser load the page again; may be nothing
   */
  static Markup page(
      Language language,
      Optional<RoomSnapshot> room,
      String headline,
      Markup main,
      Markup refresh) {
    String name =
        room.map(known -> known.settings().name())
            .map(Layout::withoutTurns)
            .filter(known -> !known.isBlank())
            .orElseGet(() -> Texts.in(language).get("page.name"));
    String color =
        room.map(known -> known.settings().page().logoColor())
            .filter(known -> !known.isEmpty())
            .orElse(OWN_COLOR);
    Map<String, Object> values = new HashMap<>();
    values.put("lang", language.tag());
    values.put("dir", language.direction());
    values.put("title", headline + " – " + name);
    values.put("name", name);
    values.put("color", color);
    values.put("icon", Asset.MARK.url());
    values.put("style", Asset.STYLE.url());
    values.put("script", Asset.SCRIPT.url());
    values.put("refresh", refresh);
    values.put("main", main);
    return TEMPLATE.fill(values);
  }

  /** A browser without script loads the page again after so many seconds. */
  static Markup refreshWithoutScript(long seconds) {
    return new Markup("<noscript>" + refresh(seconds).html() + "</noscript>");
  }

  /** The browser loads the page again after so many seconds. */
  static Markup refresh(long seconds) {
    return new Markup("<meta http-equiv=\"refresh\" content=\"" + seconds + "\">");
  }

  /** Names of rooms made before they were refused may turn the direction of the whole title. */
  private static String withoutTurns(String name) {
    return name.replaceAll("[\\u202a-\\u202e\\u2066-\\u2069]", "");
  }
}
