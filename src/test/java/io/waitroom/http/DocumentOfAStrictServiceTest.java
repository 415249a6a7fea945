package io.waitroom.http;

import io.helidon.microprofile.testing.AddConfig;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented answers of a service where work has to be proved and joins are limited. */
@AddConfig(key = "world.join", value = JoinWorlds.STRICT)
class DocumentOfAStrictServiceTest extends DocumentTestBase {
  private static final Set<String> CODES =
      Set.of("proof-required", "proof-invalid", "identity-invalid", "too-many-joins");

  static Stream<Row> here() {
    return rows().filter(DocumentOfAStrictServiceTest::isThere);
  }

  static boolean isThere(Row row) {
    return CODES.contains(row.code()) || row.toString().equals("joinFromPage 429");
  }

  @ParameterizedTest
  @MethodSource("here")
  void answer_isGivenAsDocumented(Row row) throws IOException {
    exercise(row);
  }
}
