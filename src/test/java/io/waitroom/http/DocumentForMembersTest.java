package io.waitroom.http;

import io.helidon.microprofile.testing.AddConfig;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documented answers of a service where buyers have to show who they are. */
@AddConfig(key = "world.join", value = JoinWorlds.MEMBERS)
class DocumentForMembersTest extends DocumentTestBase {

  static Stream<Row> here() {
    return rows().filter(DocumentForMembersTest::isThere);
  }

  static boolean isThere(Row row) {
    return row.code().equals("identity-required");
  }

  @ParameterizedTest
  @MethodSource("here")
  void answer_isGivenAsDocumented(Row row) throws IOException {
    exercise(row);
  }
}
