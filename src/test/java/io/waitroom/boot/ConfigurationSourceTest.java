package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.helidon.microprofile.testing.DisableDiscovery;
import io.helidon.microprofile.testing.junit5.HelidonTest;
import io.waitroom.boot.config.Configuration;
import io.waitroom.room.Relay;
import jakarta.enterprise.inject.spi.CDI;
import org.junit.jupiter.api.Test;

/** In a test's container, the configuration comes from MicroProfile Config, and is one for all. */
@HelidonTest
@DisableDiscovery
@AddConfig(key = "WAITROOM_DEV", value = "true")
@AddConfig(key = "REDIS_ADDR", value = "test:1")
@AddConfig(key = "CHECKOUT_URL", value = "https://shop.example/?t={token}")
@AddConfig(key = "REDIS_USERNAME", value = "")
class ConfigurationSourceTest {
  @Test
  void current_ofATest_isReadFromItsConfig() {
    Configuration configuration = ConfigurationSource.current();

    assertThat(configuration.redis().nodes()).containsExactly("test:1");
    assertThat(configuration.http().checkoutUrl()).contains("https://shop.example/?t={token}");
  }

  @Test
  void parts_areThoseOfTheOneConfiguration() {
    Wiring wiring = new Wiring(CDI.current().select(Relay.class));

    assertThat(wiring.kafka()).isSameAs(wiring.configuration().kafka());
    assertThat(wiring.http()).isSameAs(wiring.configuration().http());
  }
}
