package io.waitroom.boot;

import io.waitroom.boot.config.Configuration;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.token.TokenSettings;
import io.waitroom.work.WorkSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes the one {@link Configuration} of this process and its parts known to CDI: the one that
 * {@link Main} has checked, or, where a test starts the container, one read from MicroProfile
 * Config.
 */
@ApplicationScoped
class ConfigurationProducer {
  @Produces
  @Singleton
  Configuration configuration() {
    Config config = ConfigProvider.getConfig();
    return StreamSupport.stream(config.getConfigSources().spliterator(), false)
        .filter(ConfigurationSource.class::isInstance)
        .map(source -> ((ConfigurationSource) source).configuration())
        .findFirst()
        .orElseGet(() -> Configuration.read(name -> value(config, name)));
  }

  @Produces
  @Singleton
  RedisSettings redis(Configuration configuration) {
    return configuration.redis();
  }

  @Produces
  @Singleton
  KafkaSettings kafka(Configuration configuration) {
    return configuration.kafka();
  }

  @Produces
  @Singleton
  HttpSettings http(Configuration configuration) {
    return configuration.http();
  }

  @Produces
  @Singleton
  TokenSettings tokens(Configuration configuration) {
    return configuration.tokens();
  }

  @Produces
  @Singleton
  WorkSettings work(Configuration configuration) {
    return configuration.work();
  }

  private static Optional<String> value(Config config, String name) {
    return config.getOptionalValue(name, String.class);
  }
}
