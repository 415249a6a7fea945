package io.waitroom.http;

import io.waitroom.http.admin.AdminFilter;
import io.waitroom.http.admin.AdminResource;
import io.waitroom.http.admin.AdminSessionResource;
import io.waitroom.http.buyer.KeysResource;
import io.waitroom.http.buyer.StatusResource;
import io.waitroom.http.buyer.WaitroomResource;
import io.waitroom.http.page.AssetsResource;
import io.waitroom.http.page.PageResource;
import io.waitroom.http.stream.StreamResource;
import io.waitroom.http.verify.VerifyResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The list of what answers over HTTP. A class that is not here is not served. */
@ApplicationScoped
public class HttpApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        WaitroomResource.class,
        StatusResource.class,
        StreamResource.class,
        KeysResource.class,
        VerifyResource.class,
        AdminResource.class,
        AdminSessionResource.class,
        HealthResource.class,
        MetricsResource.class,
        PageResource.class,
        AssetsResource.class,
        AdminFilter.class,
        ContentLengthFilter.class,
        ExceptionHook.class,
        BareErrorFilter.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        // Location stays a path: behind a proxy the service does not know its own address.
        "jersey.config.server.headers.location.relative.resolution.disabled", true,
        "jersey.config.server.wadl.disableWadl", true,
        // Bodies are complete and need no buffer; see ContentLengthFilter.
        "jersey.config.server.contentLength.buffer", 0);
  }
}
