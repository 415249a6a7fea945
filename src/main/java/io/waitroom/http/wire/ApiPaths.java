package io.waitroom.http.wire;

/** The paths of the public API that more than one class has to know. */
public final class ApiPaths {
  /** What every operation of the public API begins with. */
  public static final String ROOT = "/api/v1/waitroom";

  /** What {@code status_url} begins with; the session id follows. */
  public static final String STATUS_URL = ROOT + "/status/";

  /** What {@code stream_url} begins with; the session id follows. */
  public static final String STREAM_URL = ROOT + "/stream/";

  /** Where shops ask about a checkout token. */
  public static final String VERIFY = ROOT + "/verify";

  private ApiPaths() {}
}
