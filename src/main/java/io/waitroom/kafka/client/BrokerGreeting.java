package io.waitroom.kafka.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The first words on a connection to a broker: an {@code ApiVersions} request in plaintext, which
 * every broker answers before anybody logs in. The first bytes of the answer tell who is there.
 * Kafka's own client takes them for a length, whatever they are, and allocates as much.
 */
final class BrokerGreeting {
  private static final Duration LIMIT = ClientProperties.PROBE_TIMEOUT;

  private static final short API_VERSIONS = 18;
  private static final short VERSION = 0;
  private static final int CORRELATION_ID = 0x57414954;
  private static final byte[] CLIENT_ID = "waitroom-greeting".getBytes(StandardCharsets.US_ASCII);

  /** Length and correlation id. */
  private static final int ANSWER_BYTES = 8;

  private static final int LONGEST_ANSWER = 1 << 20;
  private static final byte TLS_ALERT = 0x15;
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte TLS_MAJOR = 0x03;

  /** Who is there. */
  sealed interface Answer {
    /**
     * A broker that takes plaintext.
     *
     * @param connection open; for the caller to close
     */
    record Kafka(Socket connection) implements Answer {}

    /** Somebody who speaks TLS. */
    record Tls() implements Answer {}

    /** Somebody who speaks another protocol. */
    record Foreign() implements Answer {}

    /** Somebody who accepts a connection and says nothing. */
    record Silent() implements Answer {}

    /** Nobody. */
    record Nobody() implements Answer {}
  }

  private BrokerGreeting() {}

  /** Greets who listens at an address; takes a few seconds at most. */
  static Answer greet(InetSocketAddress address) {
    Socket socket = new Socket();
    Answer answer = new Answer.Nobody();
    try {
      socket.connect(address, (int) LIMIT.toMillis());
      answer = new Answer.Silent();
      socket.setSoTimeout((int) LIMIT.toMillis());
      ask(socket);
      answer = look(socket);
    } catch (IOException e) {
      // As far as it went.
    } finally {
      if (!(answer instanceof Answer.Kafka)) {
        closeQuietly(socket);
      }
    }
    return answer;
  }

  /** Closes a connection that is of no more use. */
  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use.
    }
  }

  private static void ask(Socket socket) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(4 + 10 + CLIENT_ID.length);
    request.putInt(request.capacity() - 4).putShort(API_VERSIONS).putShort(VERSION);
    request.putInt(CORRELATION_ID).putShort((short) CLIENT_ID.length).put(CLIENT_ID);
    socket.getOutputStream().write(request.array());
  }

  private static Answer look(Socket socket) throws IOException {
    byte[] first = new byte[ANSWER_BYTES];
    int length = read(socket.getInputStream(), first);
    if (length == 0) {
      return new Answer.Silent();
    }
    if ((first[0] == TLS_ALERT || first[0] == TLS_HANDSHAKE) && first[1] == TLS_MAJOR) {
      return new Answer.Tls();
    }
    int answerBytes = ByteBuffer.wrap(first).getInt();
    boolean kafka =
        answerBytes > 0
            && answerBytes <= LONGEST_ANSWER
            && ByteBuffer.wrap(first).getInt(Integer.BYTES) == CORRELATION_ID;
    return kafka ? new Answer.Kafka(socket) : new Answer.Foreign();
  }

  /** Reads until the bytes are full, or nothing more comes; how many came. */
  private static int read(InputStream in, byte[] bytes) throws IOException {
    int length = 0;
    try {
      int read = 0;
      while (length < bytes.length && read >= 0) {
        length += read;
        read = in.read(bytes, length, bytes.length - length);
      }
    } catch (SocketTimeoutException e) {
      // What came says enough: an alert is shorter.
    }
    return length;
  }
}
