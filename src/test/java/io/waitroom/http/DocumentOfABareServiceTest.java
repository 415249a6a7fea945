package io.waitroom.http;

import io.helidon.microprofile.testing.AddConfig;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented answers of a service that has no operator's key and is still starting. */
@AddConfig(key = "world.admin", value = "false")
@AddConfig(key = "world.complete", value = "false")
class DocumentOfABareServiceTest extends DocumentTestBase {
  static Stream<Row> here() {
    return rows().filter(DocumentOfABareServiceTest::isThere);
  }

  static boolean isThere(Row row) {
    return row.code().equals("admin-disabled") || row.toString().equals("getStartup 503");
  }

  @ParameterizedTest
  @MethodSource("here")
  void answer_isGivenAsDocumented(Row row) throws IOException {
    exercise(row);
  }
}
