package io.waitroom.http.server;

import io.waitroom.http.wire.ProblemException;
import java.io.InputStream;

/** A body that cannot be had; reading it throws the reason. */
final class RefusedBody extends InputStream {
  private final ProblemException reason;

  RefusedBody(ProblemException reason) {
    this.reason = reason;
  }

  @Override
  public int read() {
    throw reason;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    throw reason;
  }
}
