package io.waitroom.lab.bench;

import java.nio.ByteBuffer;

/** Where a closed loop gets its requests from. Not thread-safe. */
interface Requests {
  /** The next one, ready to be written; never the same object while that is being written. */
  ByteBuffer next();
}
