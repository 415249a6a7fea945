package io.waitroom.http.verify;

import io.waitroom.http.wire.ReturnUrl;
import io.waitroom.room.EventId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a buyer without a good token waits, and from where they are led back. */
public final class PageAddress {
  private static final String ROOT = "/";

  private PageAddress() {}

  /**
   * The waiting page's address, without a host: the proxy that asked serves it.
   *
   * @param returnUrl where the buyer wanted to go; the root when the page would not take it
   */
  public static String of(EventId event, @Nullable String returnUrl) {
    String page = "/waitroom/" + event.value();
    return Optional.ofNullable(returnUrl)
        .map(url -> ReturnUrl.isAcceptable(url) ? url : ROOT)
        .map(url -> page + "?return_url=" + encode(url))
        .orElse(page);
  }

  /**
   * As for a query or a header: what is not a letter, a digit or one of {@code -_.*} is encoded.
   */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
