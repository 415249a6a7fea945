package io.waitroom.http.page;

/** A request that ends as a notice. Has no stack trace: it is an answer, not a failure. */
final class NoticeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NoticePage notice;

  NoticeException(NoticePage notice) {
    super(notice.name(), null, false, false);
    this.notice = notice;
  }

  /** Which. */
  NoticePage notice() {
    return notice;
  }
}
