package io.waitroom.room;

/** What a replica's memory says of a session. */
public sealed interface CachedPosition {
  /** Waits there, as of a moment ago. */
  record Waiting(Standing.Queued standing) implements CachedPosition {}

  /** Has been reached by admissions or is in the queue no more; the waiting room can tell. */
  record Left() implements CachedPosition {}

  /** Not looked at yet, or too long ago; the waiting room can tell. */
  record Unknown() implements CachedPosition {}
}
