package io.waitroom.ops;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class of which there is one object as long as the process runs. What is injected is the object
 * itself; with {@code @ApplicationScoped} it would be a proxy, through which each call of a method
 * that is not public goes by reflection.
 */
@Stereotype
@Singleton
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SuppressWarnings("InjectScopeAnnotationOnInterfaceOrAbstractClass") // the scope of a stereotype
public @interface Service {}
