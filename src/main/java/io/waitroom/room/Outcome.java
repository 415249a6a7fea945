package io.waitroom.room;

/** What became of a checkout, as the shop reports it. */
public enum Outcome {
  /** Bought. */
  COMPLETED(SessionStatus.COMPLETED),
  /** Failed, for example payment refused. */
  FAILED(SessionStatus.FAILED),
  /** The shop gave up waiting. */
  EXPIRED(SessionStatus.EXPIRED);

  private final SessionStatus status;

  Outcome(SessionStatus status) {
    this.status = status;
  }

  /** The final status it leads to. */
  public SessionStatus status() {
    return status;
  }
}
