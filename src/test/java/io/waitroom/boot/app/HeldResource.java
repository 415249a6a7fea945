package io.waitroom.boot.app;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/** A resource whose request lasts as long as its caller wants: until the body is complete. */
@Path("/")
public class HeldResource {
  private static final System.Logger LOGGER = System.getLogger(HeldResource.class.getName());

  /** Answers with the body. */
  @POST
  public String post(InputStream body) throws IOException {
    LOGGER.log(Level.INFO, "request in flight");
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Answers at once. */
  @GET
  public String get() {
    return "here";
  }
}
