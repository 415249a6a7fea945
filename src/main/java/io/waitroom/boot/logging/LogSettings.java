package io.waitroom.boot.logging;

/**
 * What is logged, and how it looks.
 *
 * @param level least level of the service's own lines; INFO by default. Libraries log at WARN and
 *     higher, at any level set here
 * @param format of a line; TEXT by default
 */
public record LogSettings(Level level, Format format) {
  /** How much is told. */
  public enum Level {
    /** For developers. */
    DEBUG,
    /** Events of the operation. */
    INFO,
    /** To be looked at in working hours. */
    WARN,
    /** To be looked at now. */
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
