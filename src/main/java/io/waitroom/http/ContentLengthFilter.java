package io.waitroom.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Adds {@code Content-Length} to a response, whose bytes are complete here. Jersey's buffer is off:
 * it would copy each response, and find out the length of those up to 8 KiB only.
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
