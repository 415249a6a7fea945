package io.waitroom.http;

import io.helidon.webserver.CloseConnectionException;

/**
 * How a request for a stream that was let in gets from Helidon's routing to its connection: thrown,
 * it leaves the request, the response and thirty frames of stack behind. {@link
 * StreamingConnection} catches it; to everything between, the connection is to be closed.
 */
final class StreamBegins extends CloseConnectionException {
  private static final long serialVersionUID = 1L;

  private final transient StatusFeed status;
  private final transient StreamRegistry.Stream place;
  private final transient StreamNotifier audience;
  private final transient byte[] head;

  /**
   * @param place the stream's among all
   * @param audience that it joins
   * @param head of the answer
   */
  StreamBegins(
      StatusFeed status, StreamRegistry.Stream place, StreamNotifier audience, byte[] head) {
    super("A stream begins");
    this.status = status;
    this.place = place;
    this.audience = audience;
    this.head = head;
  }

  byte[] head() {
    return head;
  }

  /** Begins. */
  void on(StreamSink sink) {
    audience.join(new LiveStream(status, place, sink, audience));
  }

  /** Nothing is wrong. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
