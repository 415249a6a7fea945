package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.wire.Problem;
import io.waitroom.testkit.Contract;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API document holds nothing that the service does not do, and nothing is left out. */
class DocumentTest extends DocumentTestBase {
  /** Codes of requests that reach no operation. */
  private static final Set<String> OF_NO_OPERATION =
      Set.of("not-found", "method-not-allowed", "headers-too-large");

  static Stream<Row> here() {
    return rows()
        .filter(row ->
            !DocumentOfABareServiceTest.isThere(row)
                && !DocumentOfAStrictServiceTest.isThere(row)
                && !DocumentForMembersTest.isThere(row)
                && !isInTheService(row));
  }

  /** What only the whole service has; {@code ServiceDocumentIT} calls it. */
  private static boolean isInTheService(Row row) {
    return row.toString().equals("getMetrics 200");
  }

  @ParameterizedTest
  @MethodSource("here")
  void answer_isGivenAsDocumented(Row row) throws IOException {
    exercise(row);
  }

  @Test
  void codes_areThoseOfTheTable() {
    Set<String> table =
        Arrays.stream(Problem.values()).map(Problem::code).collect(Collectors.toSet());

    Set<String> documented = rows().map(Row::code).collect(Collectors.toSet());

    documented.remove("");
    documented.addAll(OF_NO_OPERATION);
    assertThat(documented).isEqualTo(table);
    assertThat(Contract.document().codes()).containsExactlyElementsOf(codesInOrder());
  }

  private static Iterable<String> codesInOrder() {
    return Arrays.stream(Problem.values()).map(Problem::code).toList();
  }

  @Test
  void examples_ofProblems_areConsistent() {
    Contract.document()
        .problemExamples()
        .forEach((code, example) -> {
          Problem problem = Problem.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
          assertThat(example.get("code").asText()).isEqualTo(code);
          assertThat(example.get("type").asText()).isEqualTo(problem.type());
          assertThat(example.get("title").asText()).isEqualTo(problem.title());
          assertThat(example.get("status").asInt()).isEqualTo(problem.status());
        });
  }

  @Test
  void operationIds_readWell() {
    assertThat(Contract.document().operations())
        .extracting(Contract.Documented::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z]+([A-Z][a-z]+)*"));
  }
}
