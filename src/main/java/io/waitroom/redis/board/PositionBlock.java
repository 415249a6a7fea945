package io.waitroom.redis.board;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What is known of {@value #SIZE} tickets in a row: who of them waits, and how many wait ahead of
 * them. Immutable but for the note that somebody asked.
 *
 * <p>Nobody comes back into a queue and nobody enters it in front of others, so both can only
 * shrink: what is learnt later is cut with what was known before, and a rank made of parts of
 * different age is never lower than the true one and never rises.
 */
public final class PositionBlock {
  /** Tickets in a block. */
  public static final int SIZE = 1024;

  private static final int WORDS = SIZE / Long.SIZE;

  private final long ahead;
  private final long count;
  private final long[] waiting;
  private final int given;
  private volatile boolean asked;

  private PositionBlock(long ahead, long count, long[] waiting, int given, boolean asked) {
    this.ahead = ahead;
    this.count = count;
    this.waiting = waiting;
    this.given = given;
    this.asked = asked;
  }

  /** Nothing is known: anybody may wait in it. */
  public static PositionBlock unread() {
    long[] all = new long[WORDS];
    Arrays.fill(all, -1);
    return new PositionBlock(Long.MAX_VALUE, -1, all, 0, false);
  }

  /** The number of the block a ticket is in; 0 holds the tickets 1 to {@value #SIZE}. */
  public static long numberOf(long ticket) {
    return (ticket - 1) / SIZE;
  }

  /** The first ticket of a block. */
  public static long firstOf(long number) {
    return number * SIZE + 1;
  }

  private static int indexOf(long ticket) {
    return (int) ((ticket - 1) % SIZE);
  }

  /** Notes that somebody waits for this block to be read. */
  public void ask() {
    if (!asked) {
      asked = true;
    }
  }

  /** Whether somebody asked since the block was last read. */
  public boolean isAsked() {
    return asked;
  }

  /** Whether the ticket's membership has been read. */
  public boolean knows(long ticket) {
    return indexOf(ticket) < given;
  }

  /** The ticket's place in the queue, 1 is next; empty when it has left. Only when it is known. */
  public OptionalLong position(long ticket) {
    int index = indexOf(ticket);
    int word = index / Long.SIZE;
    long bit = 1L << index;
    if ((waiting[word] & bit) == 0) {
      return OptionalLong.empty();
    }
    long rank = Long.bitCount(waiting[word] & (bit | (bit - 1)));
    for (int i = 0; i < word; i++) {
      rank += Long.bitCount(waiting[i]);
    }
    return OptionalLong.of(ahead + rank);
  }

  /** Tickets of the block that had been given out when it was read; 0 before that. */
  public int given() {
    return given;
  }

  /** How many of the tickets that were read are taken to wait. */
  public int held() {
    int held = 0;
    for (int i = 0; i < WORDS; i++) {
      held += Long.bitCount(waiting[i] & firstBits(given - i * Long.SIZE));
    }
    return held;
  }

  /** Whether it has been counted since it was read, and is not as it was read. */
  public boolean isOutdated() {
    return given == 0 || (count >= 0 && count != held());
  }

  /** Whether a count brings news. */
  public boolean differs(long aheadNow, long countNow) {
    return aheadNow < ahead || countNow != count;
  }

  /** The block after it was counted. */
  public PositionBlock counted(long aheadNow, long countNow) {
    return new PositionBlock(Math.min(ahead, aheadNow), countNow, waiting, given, asked);
  }

  /**
   * The block after its members were read. Tickets that were known as given and are not among them
   * wait no more, also if Redis has lost them and would give them out again.
   *
   * @param members a bit for each ticket that waits
   * @param givenNow how many of its tickets had been given out then
   */
  public PositionBlock read(long[] members, int givenNow) {
    int known = Math.max(given, givenNow);
    long[] both = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      both[i] = waiting[i] & (members[i] | ~firstBits(known - i * Long.SIZE));
    }
    return new PositionBlock(ahead, count, both, known, false);
  }

  /** The block after a ticket has left the queue. */
  public PositionBlock without(long ticket) {
    int index = indexOf(ticket);
    long[] fewer = waiting.clone();
    fewer[index / Long.SIZE] &= ~(1L << index);
    return new PositionBlock(ahead, count, fewer, given, asked);
  }

  /** The bits of tickets separated by spaces. */
  public static long[] bits(String tickets) {
    long[] bits = new long[WORDS];
    int length = tickets.length();
    long ticket = 0;
    for (int i = 0; i <= length; i++) {
      if (i < length && tickets.charAt(i) != ' ') {
        ticket = ticket * 10 + (tickets.charAt(i) - '0');
      } else if (ticket > 0) {
        int index = indexOf(ticket);
        bits[index / Long.SIZE] |= 1L << index;
        ticket = 0;
      }
    }
    return bits;
  }

  /** A word in which the first {@code number} bits are set. */
  private static long firstBits(int number) {
    if (number <= 0) {
      return 0;
    }
    return number >= Long.SIZE ? -1 : (1L << number) - 1;
  }
}
