package io.waitroom.room;

/** Redis, which holds the rooms, did not answer in time or refused; trying again later can help. */
public final class RoomUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried
   * @param cause what the client library said
   */
  public RoomUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
