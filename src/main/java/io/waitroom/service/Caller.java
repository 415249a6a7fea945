package io.waitroom.service;

import java.util.Optional;

/**
 * The caller of a join, as far as the request alone tells.
 *
 * @param address the client's, by which joins are counted
 * @param bearer a token that shows who the buyer is; unchecked
 * @param retryKey a secret that shows, when the caller asks again, that a session is theirs
 */
public record Caller(String address, Optional<String> bearer, Optional<String> retryKey) {
  /** Without the token and the secret. */
  @Override
  public String toString() {
    return "Caller[" + address + "]";
  }
}
