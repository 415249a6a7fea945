package io.waitroom.lab.dev;

/**
 * What a development start prints when all is up: where everything is, and lines to copy into
 * another terminal.
 */
final class Banner {
  private Banner() {}

  /** The text for these settings; an admin key that was given is not printed. */
  static String of(DevSettings settings) {
    String kafka = settings.kafka().map(brokers -> kafka(settings, brokers)).orElse("");
    return service(settings) + kafka;
  }

  private static String service(DevSettings settings) {
    String key =
        settings.adminKey().equals(DevSettings.ADMIN_KEY) ? DevSettings.ADMIN_KEY : "$ADMIN_KEY";
    return """

    Waitroom is up. Ctrl-C stops all of it.

      service   %1$s   (health: %1$s/health, metrics: %1$s/metrics)
      Redis     %2$s
      Kafka     %3$s
      event     concert-2024
      page      %1$s/waitroom/concert-2024

    Try it, in another terminal:

      # join, and keep the place
      SESSION=$(curl -s %1$s/api/v1/waitroom/join -H 'Content-Type: application/json' \\
        -d '{"event_id":"concert-2024","user_id":"user-1"}' | tee /dev/stderr \\
        | sed -n 's/.*"session_id" *: *"\\([^"]*\\)".*/\\1/p')
      # where am I? (admitted at once while there are free slots)
      curl -s %1$s/api/v1/waitroom/status/$SESSION
      # the same, pushed
      curl -sN %1$s/api/v1/waitroom/stream/$SESSION
      # give the place back
      curl -s -X POST %1$s/api/v1/waitroom/leave/$SESSION
      # the event, as everybody sees it
      curl -s %1$s/api/v1/waitroom/events/concert-2024

      # operator: change the settings, pause, resume
      curl -s -X PATCH %1$s/api/v1/admin/events/concert-2024 -H "Authorization: Bearer %4$s" \\
        -H 'Content-Type: application/json' -d '{"max_concurrent":1,"release_rate":1}'
      curl -s -X POST %1$s/api/v1/admin/events/concert-2024/pause -H "Authorization: Bearer %4$s"
      curl -s -X POST %1$s/api/v1/admin/events/concert-2024/resume -H "Authorization: Bearer %4$s"
    """
        .formatted(
            settings.serviceUrl(),
            settings.redis(),
            settings.kafka().orElse("switched off (KAFKA_ENABLED=false)"),
            key);
  }

  private static String kafka(DevSettings settings, String brokers) {
    return """

      # watch who becomes ready
      kcat -b %1$s -C -q -u -t %2$s -o end -K '\\t'
      # report a completed checkout: the slot is free at once
      printf '%%s:{"session_id":"%%s","user_id":"user-1","event_id":"concert-2024","timestamp":"%%s"}\\n' \\
        $SESSION $SESSION $(date -u +%%FT%%TZ) | kcat -b %1$s -P -t %3$s -K:
    """
        .formatted(brokers, settings.topic("QUEUE_READY"), settings.topic("CHECKOUT_COMPLETED"));
  }
}
