package io.waitroom.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests that run programs of the system. Where one is missing, they are skipped with a line
 * that says so and a count at the end; with {@code -Dwaitroom.tools=required} they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ToolCondition.class)
public @interface NeedsTool {
  /** The programs. */
  Tool[] value();
}
