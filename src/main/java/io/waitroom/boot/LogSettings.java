package io.waitroom.boot;

/**
 * What is logged, and how it looks.
 *
 * @param level least level of the service's own lines; INFO by default. Libraries log at WARN and
 *     higher, whatever this says: their INFO is chatter
 * @param format of a line; TEXT by default, as people start it first
 */
public record LogSettings(Level level, Format format) {
  /** How much is told. */
  public enum Level {
    /** For developers. */
    DEBUG,
    /** What an operator wants to know. */
    INFO,
    /** What somebody should look at. */
    WARN,
    /** What somebody must look at now. */
    ERROR
  }

  /** How a line looks. */
  public enum Format {
    /** Time, level, logger, message. */
    TEXT,
    /** One JSON object. */
    JSON
  }
}
