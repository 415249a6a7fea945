package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without script, on the page of the event. */
abstract class PageTestBase extends HttpTestBase {
  static final String PAGE = "/waitroom/concert-2024";

  /** The cookie of somebody who has just looked at the page, as it is sent back. */
  String cookie() {
    return cookie(api.get(PAGE));
  }

  /** The cookie that an answer gives, as it is sent back. */
  static String cookie(Answer answer) {
    return answer.header("Set-Cookie").replaceFirst(";.*", "");
  }

  /** A cookie with a secret made of one digit. */
  static String cookie(String digit) {
    return "waitroom=" + digit.repeat(32);
  }

  /** The join form is sent. */
  Answer join(String query, String cookie) {
    return form("/join" + query, cookie);
  }

  /** A form is sent, with further headers. */
  Answer form(String path, String cookie, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Cookie";
    all[headers.length + 1] = cookie;
    return api.send("POST", PAGE + path, BodyPublishers.noBody(), all);
  }

  /** How far the progress bar is for whoever has this cookie. */
  int progress(String cookie) {
    String page = api.get(PAGE, "Cookie", cookie).body();
    return Integer.parseInt(first("<progress [^>]* value=\"(\\d+)\"", page));
  }

  /** The plain text in an element. */
  static String textOf(Answer page, String id) {
    return plain(first("id=\"" + id + "\"[^>]*>([^<]*)<", page.body()));
  }

  /** Where the way to the checkout leads. */
  static String checkout(Answer page) {
    return plain(first("id=\"checkout\" [^>]*href=\"([^\"]*)\"", page.body()));
  }

  static void assertState(Answer page, String state) {
    assertThat(first("data-state=\"([a-z]+)\"", page.body())).isEqualTo(state);
  }

  /** Of the parts that come and go, exactly these are there. */
  static void assertShown(Answer page, String... parts) {
    for (String part : new String[] {"queue", "turn", "checkout", "join", "leave"}) {
      assertThat(isShown(page, part)).as(part).isEqualTo(Arrays.asList(parts).contains(part));
    }
  }

  static boolean isShown(Answer page, String id) {
    return !first("<[a-z]+ (id=\"" + id + "\"[^>]*)>", page.body()).endsWith(" hidden");
  }

  private static String first(String pattern, String body) {
    Matcher matcher = Pattern.compile(pattern).matcher(body);
    assertThat(matcher.find()).as("%s in %s", pattern, body).isTrue();
    return matcher.group(1);
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
