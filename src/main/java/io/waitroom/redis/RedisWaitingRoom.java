package io.waitroom.redis;

import io.waitroom.redis.client.RedisConnection;
import io.waitroom.redis.script.Keys;
import io.waitroom.redis.script.LuaScript;
import io.waitroom.redis.script.Reply;
import io.waitroom.redis.script.Scripts;
import io.waitroom.room.AdmissionPace;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.AuditEntry;
import io.waitroom.room.ClientName;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The waiting rooms in Redis: each method runs one script. Thread-safe. */
public final class RedisWaitingRoom implements WaitingRoom {
  /** How much of the rate the bucket holds: 1 % of ten seconds. */
  static final Duration BURST = Duration.ofMillis(100);

  /** How much of the rate the bucket holds above one token, for slow rates. */
  static final Duration SLACK = Duration.ofMillis(10);

  private static final int EPOCH_BYTES = 8;

  private final RedisConnection connection;
  private final Scripts scripts;
  private final RoomReader reader;
  private final RoomDirectory directory;
  private final String keyId;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param directory told of each room that is configured or removed here
   * @param keyId which key signs the ids of new sessions
   */
  public RedisWaitingRoom(
      RedisConnection connection,
      Scripts scripts,
      RoomReader reader,
      RoomDirectory directory,
      String keyId) {
    this.connection = connection;
    this.scripts = scripts;
    this.reader = reader;
    this.directory = directory;
    this.keyId = keyId;
  }

  @Override
  public JoinResult join(EventId eventId, JoinAttempt applicant) {
    JoinResult result =
        ScriptReplies.join(
            eventId,
            scripts.run(
                LuaScript.JOIN,
                eventId,
                JoinArguments.of(eventId, applicant, keyId, directory.marks())));
    if (result instanceof JoinResult.Joined joined) {
      SessionRef ref = joined.ref();
      directory.marks().seen(eventId, ref.epoch(), ref.ticket());
      if (joined.status() == SessionStatus.QUEUED) {
        directory.told(ref, joined.position());
      }
    }
    return result;
  }

  @Override
  public Standing standing(SessionRef ref) {
    Standing standing =
        ScriptReplies.standing(
            scripts.run(
                LuaScript.STANDING, ref.eventId(), ref.epoch(), Long.toString(ref.ticket())));
    if (standing instanceof Standing.Queued(long position, long _)) {
      directory.told(ref, position);
      directory.readUnread(ref);
    }
    return standing;
  }

  @Override
  public EnterResult enter(SessionRef ref, Optional<ClientName> client) {
    return ScriptReplies.enter(
        scripts.run(
            LuaScript.ENTER,
            ref.eventId(),
            ref.epoch(),
            Long.toString(ref.ticket()),
            client.map(ClientName::value).map(Digests::of).orElse("")));
  }

  @Override
  public LeaveResult leave(SessionRef ref, LeaveCause departure, Operator by) {
    SessionStatus status =
        switch (departure) {
          case USER_LEFT -> SessionStatus.ABANDONED;
          case EVICTED -> SessionStatus.EVICTED;
        };
    LeaveReason reason =
        switch (departure) {
          case USER_LEFT -> LeaveReason.USER_LEFT;
          case EVICTED -> LeaveReason.EVICTED;
        };
    List<String> arguments = new ArrayList<>();
    arguments.add(ref.epoch());
    arguments.add(Long.toString(ref.ticket()));
    arguments.add(status.word());
    arguments.add(reason.word());
    arguments.addAll(Audit.arguments(ref.eventId(), by));
    LeaveResult result =
        ScriptReplies.leave(scripts.run(LuaScript.LEAVE, ref.eventId(), arguments));
    directory.left(ref);
    return result;
  }

  @Override
  public AdmitResult admit(EventId eventId, int batch) {
    return ScriptReplies.admit(
        scripts.run(
            LuaScript.ADMIT,
            eventId,
            Integer.toString(batch),
            Long.toString(BURST.toMillis()),
            Long.toString(SLACK.toMillis()),
            Long.toString(AdmissionPace.WINDOW.toMillis())));
  }

  @Override
  public SettleResult settle(SessionRef ref, UserId userId, Outcome outcome) {
    return ScriptReplies.settle(
        scripts.run(
            LuaScript.SETTLE,
            ref.eventId(),
            ref.epoch(),
            Long.toString(ref.ticket()),
            userId.value(),
            outcome.status().word()));
  }

  @Override
  public SweepResult sweep(EventId eventId, int batch) {
    SweepResult result =
        ScriptReplies.sweep(scripts.run(LuaScript.SWEEP, eventId, Integer.toString(batch)));
    if (result instanceof SweepResult.Removed || result instanceof SweepResult.NoSuchEvent) {
      unregister(eventId);
    }
    return result;
  }

  @Override
  public ConfigureResult put(
      EventId eventId, RoomSettings settings, Optional<RoomState> state, Operator by) {
    List<String> fields = new ArrayList<>(SnapshotCodec.encode(settings));
    state.ifPresent(value -> fields.addAll(List.of("state", value.word())));
    // Registered before and after: a removal that ends in between would otherwise unregister the
    // new room.
    register(eventId);
    ConfigureResult result = configure(eventId, "put", Set.of(), fields, by);
    register(eventId);
    return result;
  }

  @Override
  public ConfigureResult change(EventId eventId, RoomChange change, Operator by) {
    return configure(eventId, "change", change.ifState(), SnapshotCodec.encode(change), by);
  }

  private ConfigureResult configure(
      EventId eventId, String mode, Set<RoomState> ifState, List<String> fields, Operator by) {
    List<String> arguments = new ArrayList<>();
    arguments.add(mode);
    arguments.add(newEpoch());
    arguments.add(
        ifState.isEmpty()
            ? ""
            : ifState.stream().map(RoomState::word).collect(Collectors.joining(",", ",", ",")));
    arguments.addAll(Audit.arguments(eventId, by));
    arguments.addAll(fields);
    Reply reply = scripts.run(LuaScript.CONFIGURE, eventId, arguments);
    return switch (reply.word()) {
      case "CONFIGURED" -> {
        RoomSnapshot room = SnapshotCodec.decode(eventId, reply, 1).orElseThrow(reply::unexpected);
        directory.learn(room);
        yield new ConfigureResult.Configured(room, reply.number(0) == 1);
      }
      case "WRONG_STATE" -> new ConfigureResult.WrongState(RoomState.of(reply.text(0)));
      case "BEING_REMOVED" -> new ConfigureResult.BeingRemoved();
      case "NO_ROOM" -> new ConfigureResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  @Override
  public boolean remove(EventId eventId, Operator by) {
    boolean found =
        scripts
            .run(LuaScript.REMOVE, eventId, Audit.arguments(eventId, by))
            .word()
            .equals("REMOVING");
    directory.forget(eventId);
    return found;
  }

  @Override
  public List<AuditEntry> auditLog(EventId eventId, int limit) {
    return Audit.entries(
        scripts.run(LuaScript.TRAIL, eventId, Keys.audit(eventId), Integer.toString(limit)));
  }

  @Override
  public Optional<RoomSnapshot> snapshot(EventId eventId) {
    return reader.snapshot(eventId);
  }

  @Override
  public Set<EventId> events() {
    return reader.events();
  }

  private void register(EventId eventId) {
    connection.call("register", jedis -> jedis.sadd(Keys.EVENTS, eventId.value()));
  }

  private void unregister(EventId eventId) {
    directory.forget(eventId);
    connection.call("unregister", jedis -> jedis.srem(Keys.EVENTS, eventId.value()));
    // Race: the room may have been made anew between its deletion and here.
    if (reader.snapshot(eventId).isPresent()) {
      register(eventId);
    }
  }

  private String newEpoch() {
    byte[] bytes = new byte[EPOCH_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
