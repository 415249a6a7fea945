package io.waitroom.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader that gives Helidon the bytes of a connection, but only those of requests that are
 * bounded and can be read in one way. Helidon 4.3 makes objects of any number of header lines,
 * takes "+5" for a chunk size, and does not look at what ends a chunk.
 *
 * <p>Helidon's parsers call it in a fixed order, by which it knows where in a request they are:
 * {@link #findNewLine} with nothing read yet begins a head, {@link #startsWithNewLine} begins each
 * line of it, {@link #readLine} reads the size of a chunk, and {@link #readBuffer} with {@link
 * #skip} the chunk and its end. {@code SmugglingTest} pins that order. Confined to the connection's
 * thread.
 */
final class RequestReader extends DataReader {
  /** Most header lines; browsers send 20, and proxies add a dozen. */
  static final int MAX_HEAD_LINES = 100;

  /** Longest head with its first line, in bytes. Proxies copy a buyer's cookies to verify. */
  static final int MAX_HEAD_BYTES = 16 * 1024;

  /** Longest line of a chunk's size, or of a trailer, in bytes. */
  private static final int MAX_CHUNK_LINE = 256;

  private static final int MAX_TRAILERS = 16;

  /** RFC 9112, 7.1: a size, and extensions, which have to be ignored. */
  private static final Pattern CHUNK_SIZE =
      Pattern.compile("([0-9A-Fa-f]{1,8})(?:[ \\t]*;[\\t\\x20-\\x7E]*)?");

  private static final Pattern TRAILER =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7E]*");

  /** Heap that each read takes besides its bytes: an array's header, and a node of Helidon's. */
  private static final int READ_BYTES = 64;

  /** Heap that a header line takes besides its text: some objects, 130 to 190 bytes measured. */
  private static final int LINE_BYTES = 160;

  /** What comes of the body of the request, if it is chunked. */
  private enum Chunk {
    NONE,
    DATA,
    END_OF_DATA,
    TRAILERS
  }

  /** What a connection does with a head that is too large. */
  interface Refusal {
    /** Answers 431; the connection is closed thereafter. */
    void headTooLarge();
  }

  private final BooleanSupplier betweenRequests;
  private final Refusal refusal;
  private boolean inHead;
  private int headLines;
  private int reads;
  private long received;
  private Chunk chunk = Chunk.NONE;
  private boolean broken;
  private boolean ended;
  private boolean hasRead;

  /**
   * @param socket gives what the client has sent next; null at the end
   * @param betweenRequests whether Helidon waits for a request's first line, or reads it
   */
  RequestReader(Supplier<byte[]> socket, BooleanSupplier betweenRequests, Refusal refusal) {
    super(socket);
    this.betweenRequests = betweenRequests;
    this.refusal = refusal;
  }

  /** Whether nothing of the next request is there. */
  boolean isIdle() {
    return betweenRequests.getAsBoolean() && available() == 0;
  }

  /** Whether a request's head is being read, before anything works on it. */
  boolean isInHead() {
    return inHead;
  }

  /** Whether anything has ever come. */
  boolean hasRead() {
    return hasRead;
  }

  /**
   * Returns the heap that the request at hand takes: what has come of it, once as it came and once
   * as text, and its header lines.
   */
  long heldBytes() {
    return 2L * received + (long) READ_BYTES * reads + (long) LINE_BYTES * headLines;
  }

  /** Nothing is read as a request when the one at hand has been answered. */
  void endAfterThisRequest() {
    ended = true;
  }

  @Override
  public void pullData() {
    if (inHead && received >= MAX_HEAD_BYTES) {
      throw headTooLarge();
    }
    super.pullData();
  }

  /** So many bytes have come of the request at hand. */
  void count(int bytes) {
    hasRead = true;
    received += bytes;
    reads++;
  }

  @Override
  public int findNewLine(int max) {
    if (betweenRequests.getAsBoolean()) {
      beginHead();
    }
    return super.findNewLine(max);
  }

  private void beginHead() {
    if (broken || ended) {
      throw new CloseConnectionException("The request before was the last one");
    }
    inHead = true;
    headLines = 0;
    received = available();
    reads = received == 0 ? 0 : 1;
    // RFC 9112, 2.2: some clients end a body with a line that does not belong to it.
    if (super.startsWithNewLine()) {
      super.skip(2);
    }
  }

  @Override
  public boolean startsWithNewLine() {
    boolean ends = super.startsWithNewLine();
    if (inHead) {
      long head = received - available();
      if (ends) {
        inHead = false;
      } else {
        headLines++;
      }
      if (headLines > MAX_HEAD_LINES || head > MAX_HEAD_BYTES) {
        throw headTooLarge();
      }
    }
    return ends;
  }

  private CloseConnectionException headTooLarge() {
    broken = true;
    refusal.headTooLarge();
    return new CloseConnectionException("The head is too large");
  }

  /** Returns the size of the next chunk; after the last one, "" in place of the trailers. */
  @Override
  public String readLine() {
    if (broken) {
      throw malformed("The body is malformed");
    }
    broken = true; // unless what comes is well-formed
    String line = chunk == Chunk.TRAILERS ? endOfTrailers() : chunkSize(boundedLine());
    broken = false;
    return line;
  }

  private String chunkSize(String line) {
    Matcher matcher = CHUNK_SIZE.matcher(line);
    if (!matcher.matches()) {
      throw malformed("Chunk size is invalid");
    }
    String size = matcher.group(1);
    boolean isLast = size.chars().allMatch(digit -> digit == '0');
    chunk = isLast ? Chunk.TRAILERS : Chunk.DATA;
    return size;
  }

  /** Trailers are read past; nobody here asks for them. */
  private String endOfTrailers() {
    chunk = Chunk.NONE;
    for (int trailers = 0; trailers <= MAX_TRAILERS; trailers++) {
      String line = boundedLine();
      if (line.isEmpty()) {
        return line;
      }
      if (!TRAILER.matcher(line).matches()) {
        throw malformed("A trailer is malformed");
      }
    }
    throw malformed("There are too many trailers");
  }

  private String boundedLine() {
    int length = super.findNewLine(MAX_CHUNK_LINE);
    if (length == MAX_CHUNK_LINE) {
      throw malformed("A line in the body is too long");
    }
    String line = readAsciiString(length);
    super.skip(2);
    return line;
  }

  @Override
  public BufferData readBuffer(int length) {
    BufferData data = super.readBuffer(length);
    if (chunk == Chunk.DATA) {
      chunk = Chunk.END_OF_DATA;
    }
    return data;
  }

  /** Skips; of a chunk's end, makes sure that it is one. */
  @Override
  public void skip(int length) {
    if (chunk != Chunk.END_OF_DATA) {
      super.skip(length);
      return;
    }
    chunk = Chunk.NONE;
    if (read() != '\r' || read() != '\n') {
      broken = true;
      throw malformed("A chunk does not end where its size says");
    }
  }

  private static RequestException malformed(String message) {
    return RequestException.builder()
        .type(DirectHandler.EventType.BAD_REQUEST)
        .message(message)
        .setKeepAlive(false)
        .build();
  }
}
