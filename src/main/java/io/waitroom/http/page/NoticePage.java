package io.waitroom.http.page;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The pages that say why there is no waiting page: one text each, in every language. */
enum NoticePage {
  /** No room, or an id that no room can have. */
  NO_EVENT("error.event", 404, 0),
  /** A {@code return_url} that a buyer must not be sent to. */
  BAD_RETURN("error.return", 400, 0),
  /** A form sent from another origin's page. */
  FOREIGN("error.foreign", 403, 0),
  /** A form sent without the visitor's cookie. */
  NO_COOKIE("error.cookies", 400, 0),
  /** Redis does not answer. */
  AWAY("error.away", 503, 5),
  /** A bug; the log has it. */
  BROKEN("error.broken", 500, 0);

  private static final Template TEMPLATE = Template.ofFile("notice.html");

  private final String key;
  private final int status;
  private final int retryAfterSeconds;

  NoticePage(String key, int status, int retryAfterSeconds) {
    this.key = key;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** When trying again makes sense; 0 where it does not. The page does so by itself. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** The whole page. */
  Markup html(Language language) {
    Texts texts = Texts.in(language);
    String headline = texts.get(key + ".headline");
    Map<String, Object> values = new HashMap<>();
    values.put("headline", headline);
    values.put("button.home", texts.get("button.home"));
    values.put("lead", texts.get(key + ".lead"));
    Markup refresh =
        retryAfterSeconds > 0 ? Layout.refresh(Layout.MIN_REFRESH_SECONDS) : Markup.EMPTY;
    return Layout.page(language, Optional.empty(), headline, TEMPLATE.fill(values), refresh);
  }
}
