package io.waitroom.lab.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body in a chunked answer. Ends after the last chunk; leaves the connection there. */
final class ChunkedInput extends InputStream {
  private final HttpConnection connection;
  private int left;
  private boolean ended;

  ChunkedInput(HttpConnection connection) {
    this.connection = connection;
  }

  @Override
  public int read() throws IOException {
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int read = connection.read();
    left--;
    if (left == 0) {
      connection.readLine();
    }
    return read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int first = read();
    if (first < 0) {
      return -1;
    }
    target[offset] = (byte) first;
    int count = 1;
    while (count < length && left > 0) {
      target[offset + count] = (byte) read();
      count++;
    }
    return count;
  }

  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    String size = connection.readLine();
    int end = size.indexOf(';');
    try {
      left = Integer.parseInt((end < 0 ? size : size.substring(0, end)).strip(), 16);
    } catch (NumberFormatException e) {
      throw new EOFException("no chunk where one should be: " + size);
    }
    if (left == 0) {
      ended = true;
      connection.readLine();
    }
    return !ended;
  }
}
