package io.waitroom.http;

import io.waitroom.http.server.Routes;
import io.waitroom.ops.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;

/**
 * Counts and times requests by route template, never by path: labels stay few, and no id gets into
 * one. What falls through to Helidon's own routes is not counted here.
 */
@Provider
@PreMatching
@ApplicationScoped
public class RequestMetrics implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String STARTED = RequestMetrics.class.getName();
  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Metrics metrics;

  @Inject
  RequestMetrics(Metrics metrics) {
    this.metrics = metrics;
    Routes.of(new HttpApplication().getClasses())
        .forEach(route -> metrics.expectRoute(route.method(), route.path()));
  }

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(STARTED, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    List<UriTemplate> templates = ((ExtendedUriInfo) request.getUriInfo()).getMatchedTemplates();
    if (templates.isEmpty() && response.getStatus() == 404 && !response.hasEntity()) {
      return;
    }
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
    Duration elapsed =
        request.getProperty(STARTED) instanceof Long started
            ? Duration.ofNanos(System.nanoTime() - started)
            : Duration.ZERO;
    metrics.httpRequest(method, path(templates), response.getStatus(), elapsed);
  }

  /** Jersey lists the templates from the method's outwards. */
  private static String path(List<UriTemplate> templates) {
    if (templates.isEmpty()) {
      return OTHER;
    }
    StringBuilder path = new StringBuilder();
    for (UriTemplate template : templates.reversed()) {
      path.append(template.getTemplate());
    }
    return path.toString();
  }
}
