package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That no failure of the list is left out. */
class AllFailuresTest {
  private static final int FAILURES = 34;

  @Test
  void predecessor_everyFailure_isProvokedOnce() {
    List<String> numbers =
        new ClassFileImporter()
            .importPackages(AllFailuresTest.class.getPackageName()).stream()
                .map(JavaClass::getMethods)
                .flatMap(methods -> methods.stream())
                .filter(method -> method.isAnnotatedWith(Test.class))
                .map(JavaMethod::getName)
                .filter(name -> name.matches("failure\\d\\d_.+"))
                .map(name -> name.substring(0, name.indexOf('_')))
                .sorted()
                .toList();
    assertThat(numbers)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, FAILURES).mapToObj("failure%02d"::formatted).toList());
  }
}
