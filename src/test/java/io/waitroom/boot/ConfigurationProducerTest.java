package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddBean;
import io.helidon.microprofile.testing.AddConfig;
import io.helidon.microprofile.testing.DisableDiscovery;
import io.helidon.microprofile.testing.junit5.HelidonTest;
import io.waitroom.boot.config.Configuration;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.token.TokenSettings;
import io.waitroom.work.WorkSettings;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** In a test's container, the configuration comes from MicroProfile Config, and is one for all. */
@HelidonTest
@DisableDiscovery
@AddBean(ConfigurationProducer.class)
@AddConfig(key = "WAITROOM_DEV", value = "true")
@AddConfig(key = "REDIS_ADDR", value = "test:1")
@AddConfig(key = "CHECKOUT_URL", value = "https://shop.example/?t={token}")
@AddConfig(key = "REDIS_USERNAME", value = "")
class ConfigurationProducerTest {
  @Inject Configuration configuration;
  @Inject RedisSettings redis;
  @Inject KafkaSettings kafka;
  @Inject HttpSettings http;
  @Inject TokenSettings tokens;
  @Inject WorkSettings work;

  @Test
  void configuration_ofATest_isReadFromItsConfig() {
    assertThat(configuration.redis().nodes()).containsExactly("test:1");
    assertThat(configuration.http().checkoutUrl()).contains("https://shop.example/?t={token}");
  }

  @Test
  void parts_areThoseOfTheOneConfiguration() {
    assertThat(redis).isSameAs(configuration.redis());
    assertThat(kafka).isSameAs(configuration.kafka());
    assertThat(http).isSameAs(configuration.http());
    assertThat(tokens).isSameAs(configuration.tokens());
    assertThat(work).isSameAs(configuration.work());
  }
}
