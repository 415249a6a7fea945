package io.waitroom.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Adds {@code Content-Length} to a response that is complete. Jersey would find it out by buffering
 * each response, but then it would hold back the first 8 KiB of a stream too; so its buffer is off.
 */
@Provider
public class ContentLengthFilter implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof byte[] bytes) {
      response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, bytes.length);
    }
  }
}
