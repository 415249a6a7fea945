package io.waitroom.redis.board;

import io.waitroom.redis.script.Reply;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where everybody stands in one life of a room, as blocks of tickets. A round counts the blocks
 * that somebody asked for and reads the members of those that have changed; both are bounded, so
 * that a round costs Redis the same however many wait. Blocks near the head and the last one come
 * in every round; where there are more than one round can take, the others come in turn. A block
 * that has never been read need not wait for its round: {@link #planUnread}.
 *
 * <p>Thread-safe; one thread at a time may {@link #plan} and {@link #learn}.
 */
public final class PositionBoard {
  /** Most positions remembered that Redis told; a round or two of polls. */
  private static final int MAX_TOLD = 100_000;

  /** Most blocks counted in a round. */
  public static final int MAX_COUNTED = 256;

  /** Blocks at the head that are counted in every round. */
  private static final int NEAR = 64;

  /** Most blocks whose members are read in a round. */
  public static final int MAX_READ = 24;

  /** Blocks at the head that may be read in every round. */
  private static final int NEAREST = 4;

  private final ConcurrentSkipListMap<Long, PositionBlock> blocks = new ConcurrentSkipListMap<>();

  /**
   * Positions by ticket that Redis told since, where the blocks are behind; told no higher again.
   */
  private final ConcurrentHashMap<Long, Long> told = new ConcurrentHashMap<>();

  private long cursor = -1;
  private int rounds;

  /** What the next round asks: numbers of blocks, ascending, and which of them may be read. */
  public record Plan(List<Long> counted, Set<Long> readable) {}

  /** What is known of a ticket; notes that somebody asked. */
  public CachedPosition lookUp(long ticket, RoomSnapshot room) {
    PositionBlock block =
        blocks.computeIfAbsent(PositionBlock.numberOf(ticket), _ -> PositionBlock.unread());
    block.ask();
    if (!block.knows(ticket)) {
      return new CachedPosition.Unknown();
    }
    OptionalLong position = block.position(ticket);
    if (position.isEmpty()) {
      return new CachedPosition.Left();
    }
    long seen = Math.min(position.getAsLong(), told.getOrDefault(ticket, Long.MAX_VALUE));
    return new CachedPosition.Waiting(
        new Standing.Queued(seen, Math.max(room.queueLength(), seen)));
  }

  /** Redis has told a buyer a position; until a round has caught up, memory says no higher one. */
  public void told(long ticket, long position) {
    if (told.size() < MAX_TOLD) {
      told.merge(ticket, position, Math::min);
    }
  }

  /** A ticket has left the queue, so that whoever made it leave sees that it has. */
  public void left(long ticket) {
    blocks.compute(
        PositionBlock.numberOf(ticket),
        (_, block) -> (block == null ? PositionBlock.unread() : block).without(ticket));
  }

  /** What the blocks themselves say, or more, where they do not know the ticket. */
  private long position(long ticket) {
    PositionBlock block = blocks.get(PositionBlock.numberOf(ticket));
    return block != null && block.knows(ticket) ? block.position(ticket).orElse(0) : Long.MAX_VALUE;
  }

  /** What to ask next; forgets the blocks that admissions have passed. */
  public Plan plan(long lastAdmitted) {
    blocks.headMap(PositionBlock.numberOf(lastAdmitted + 1)).clear();
    told.entrySet()
        .removeIf(entry ->
            entry.getKey() <= lastAdmitted || position(entry.getKey()) <= entry.getValue());
    NavigableSet<Long> counted = counted();
    return new Plan(List.copyOf(counted), readable(counted));
  }

  /**
   * What to ask so that this ticket is known, if its block has never been read: the block and
   * others behind it that somebody waits for. Asks for nothing when the block has been read.
   */
  public Plan planUnread(long ticket) {
    long number = PositionBlock.numberOf(ticket);
    if (!isUnread(number)) {
      return new Plan(List.of(), Set.of());
    }
    List<Long> unread =
        blocks.tailMap(number).keySet().stream().filter(this::isUnread).limit(MAX_READ).toList();
    return new Plan(unread, Set.copyOf(unread));
  }

  private NavigableSet<Long> counted() {
    NavigableSet<Long> counted = new TreeSet<>();
    blocks.keySet().stream().limit(NEAR).forEach(counted::add);
    if (!blocks.isEmpty()) {
      counted.add(blocks.lastKey());
    }
    int left = MAX_COUNTED - counted.size();
    List<Long> turn = blocks.keySet().tailSet(cursor, false).stream().limit(left).toList();
    counted.addAll(turn);
    cursor = turn.size() < left ? -1 : turn.getLast();
    return counted;
  }

  private Set<Long> readable(NavigableSet<Long> counted) {
    Set<Long> readable = new HashSet<>();
    counted.stream().limit(NEAREST).forEach(readable::add);
    if (!counted.isEmpty()) {
      readable.add(counted.last());
    }
    List<Long> asked = new ArrayList<>(counted.stream().filter(this::isAsked).toList());
    // In turn, so that blocks that change all the time do not keep others from being read.
    Collections.rotate(asked, -MAX_READ * rounds++);
    List<Long> byNeed = new ArrayList<>(asked.stream().filter(this::isOutdated).toList());
    byNeed.addAll(asked);
    for (Long number : byNeed) {
      if (readable.size() < MAX_READ) {
        readable.add(number);
      }
    }
    return readable;
  }

  private boolean isAsked(Long number) {
    PositionBlock block = blocks.get(number);
    return block != null && block.isAsked();
  }

  private boolean isOutdated(Long number) {
    PositionBlock block = blocks.get(number);
    return block != null && block.isOutdated();
  }

  private boolean isUnread(Long number) {
    return isAsked(number) && block(number).given() == 0;
  }

  /** The block as it is held; an unread one when it is not. */
  public PositionBlock block(long number) {
    return blocks.getOrDefault(number, PositionBlock.unread());
  }

  /**
   * Takes over what a round answered.
   *
   * @param reply of {@code positions.lua} to this plan
   * @return whether anything is another than before
   */
  public boolean learn(Plan plan, Reply reply) {
    long lastTicket = reply.number(0);
    boolean changed = false;
    for (int i = 0; i < plan.counted().size(); i++) {
      long number = plan.counted().get(i);
      long ahead = reply.number(3 * i + 1);
      long count = reply.number(3 * i + 2);
      String members = reply.text(3 * i + 3);
      boolean wasRead = plan.readable().contains(number) && (count == 0 || !members.isEmpty());
      long given =
          Math.clamp(lastTicket - PositionBlock.firstOf(number) + 1, 0, PositionBlock.SIZE);
      changed |= wasRead || block(number).differs(ahead, count);
      blocks.computeIfPresent(
          number,
          (_, block) -> {
            PositionBlock recounted = block.counted(ahead, count);
            return wasRead
                ? recounted.read(PositionBlock.bits(members), Math.toIntExact(given))
                : recounted;
          });
    }
    return changed;
  }
}
