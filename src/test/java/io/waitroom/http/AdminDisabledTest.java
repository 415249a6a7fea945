package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The admin API of a service without an operator's key: nobody is let in, whatever they send. */
@AddConfig(key = "world.admin", value = "false")
class AdminDisabledTest extends AdminTestBase {
  @Test
  void everyOperation_isForbiddenUnheard() {
    for (List<String> operation : AdminAccessTest.operations().toList()) {
      assertRefusedUnheard(
          api.json(operation.getFirst(), operation.getLast(), "{}"), 403, "admin-disabled");
      assertRefusedUnheard(
          admin(operation.getFirst(), operation.getLast(), "{}"), 403, "admin-disabled");
    }
    assertThat(api.get("/health").status()).isEqualTo(200);
  }
}
