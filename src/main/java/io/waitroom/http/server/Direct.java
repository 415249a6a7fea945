package io.waitroom.http.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation that {@link Dispatcher} may call without JAX-RS, because nearly all of the
 * traffic is for it. Its parameters are path parameters, the request, and the body as bytes.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Direct {}
