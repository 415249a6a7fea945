package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.BrokerWatch;
import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.kafka.client.FailureText;
import io.waitroom.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;

/**
 * This replica's consumers as members of the group. Those with an instance id are static members
 * (KIP-345): a process that follows a killed one on the same name gets its partitions at once,
 * rather than when the session timeout is over. The price: closing such a consumer tells the group
 * nothing, so that has to be done here.
 */
class GroupMembers {
  private static final System.Logger LOGGER = System.getLogger(GroupMembers.class.getName());

  private final KafkaSettings settings;
  private final BrokerWatch watch;

  GroupMembers(KafkaSettings settings, BrokerWatch watch) {
    this.settings = settings;
    this.watch = watch;
  }

  /**
   * Tells the group that this replica is leaving, so that others get its partitions now. Takes two
   * seconds or so at most; where it fails they get them when the session timeout is over.
   */
  void leave() {
    if (settings.instanceId().isEmpty()) {
      return; // the consumers have said so themselves
    }
    var members =
        new RemoveMembersFromConsumerGroupOptions(
            Stream.of(IncomingKind.values())
                .flatMap(kind -> ClientProperties.instanceId(settings, kind.word()).stream())
                .map(MemberToRemove::new)
                .collect(Collectors.toSet()));
    members.reason("the replica stops");
    Admin admin = null;
    try {
      watch.requireOpen();
      admin = Admin.create(ClientProperties.admin(settings));
      BrokerProbe.get(admin.removeMembersFromConsumerGroup(settings.groupId(), members).all());
    } catch (KafkaException e) {
      LOGGER.log(
          System.Logger.Level.INFO,
          "the consumer group was not told that this replica leaves: {0}",
          FailureText.of(e));
    } finally {
      if (admin != null) {
        admin.close(Duration.ZERO);
      }
    }
  }
}
