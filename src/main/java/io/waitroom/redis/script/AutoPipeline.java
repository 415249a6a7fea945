package io.waitroom.redis.script;

import io.waitroom.redis.client.RedisConnection;
import io.waitroom.room.RoomUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends script calls that are made at the same time together: while one batch is under way, the
 * next one gathers, and whoever comes first sends it for all. A lone call is sent at once. Redis
 * runs the calls of a batch one by one, in the order in which they were made; each is answered, and
 * fails, by itself, but for a broken connection, which fails the batch and those who wait for it.
 *
 * <p>One connection of the pool at a time. Not for Redis Cluster, whose nodes redirect single
 * calls. Thread-safe; no lock is held across a call.
 */
public final class AutoPipeline {
  /** Most calls sent together: bounds how long the first one waits for the last one's answer. */
  public static final int MAX_BATCH = 64;

  private final RedisConnection connection;
  private final Duration patience;
  private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean sending = new AtomicBoolean();

  /**
   * @param patience how long a call waits until it is sent
   */
  public AutoPipeline(RedisConnection connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
  }

  /** A call, the thread that waits for it, and its end. */
  private static final class Call {
    private final LuaScript script;
    private final List<String> keys;
    private final List<String> arguments;
    private final Thread caller = Thread.currentThread();
    private final long sinceNanos = System.nanoTime();
    private @Nullable Object reply;
    private @Nullable RuntimeException failure;
    private volatile boolean over;

    Call(LuaScript script, List<String> keys, List<String> arguments) {
      this.script = script;
      this.keys = keys;
      this.arguments = arguments;
    }

    void answered(Object value) {
      reply = value;
      end();
    }

    void failed(RuntimeException why) {
      failure = why;
      end();
    }

    private void end() {
      over = true;
      LockSupport.unpark(caller);
    }

    Object result() {
      if (failure != null) {
        throw failure;
      }
      return reply == null ? List.of() : reply;
    }
  }

  /**
   * Runs a script that Redis knows.
   *
   * @throws JedisException when Redis answers with an error
   * @throws RoomUnavailableException when it cannot be reached or does not answer in time
   */
  public Object call(LuaScript script, List<String> keys, List<String> arguments) {
    Call call = new Call(script, keys, arguments);
    waiting.add(call);
    boolean interrupted = false;
    while (!call.over) {
      if (sending.compareAndSet(false, true)) {
        try {
          send(next());
        } finally {
          sending.set(false);
          // Race: who came after the batch was taken, and before this, waits to be woken.
          wakeFirst();
        }
      } else {
        LockSupport.park(this);
        // Noted for later: an interrupted thread cannot park.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return call.result();
  }

  private void wakeFirst() {
    Call first = waiting.peek();
    if (first != null) {
      LockSupport.unpark(first.caller);
    }
  }

  private List<Call> next() {
    List<Call> batch = new ArrayList<>();
    while (batch.size() < MAX_BATCH) {
      Call call = waiting.poll();
      if (call == null) {
        break;
      }
      if (System.nanoTime() - call.sinceNanos > patience.toNanos()) {
        call.failed(
            new RoomUnavailableException(
                call.script.word() + ": too many calls before it",
                new TimeoutException("waited " + patience)));
      } else {
        batch.add(call);
      }
    }
    return batch;
  }

  private void send(List<Call> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      List<Response<Object>> responses =
          connection.call(
              batch.getFirst().script.word(), jedis -> exchange(jedis.pipelined(), batch));
      for (int i = 0; i < batch.size(); i++) {
        end(batch.get(i), responses.get(i));
      }
    } catch (RuntimeException e) {
      fail(batch, e);
    } catch (Error e) {
      fail(batch, new IllegalStateException("A batch of calls could not be sent", e));
      throw e;
    }
  }

  /** Those who wait would only wait as long for the same; so nobody waits for two time-outs. */
  private void fail(List<Call> batch, RuntimeException why) {
    batch.stream().filter(call -> !call.over).forEach(call -> call.failed(why));
    for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
      call.failed(why);
    }
  }

  private static List<Response<Object>> exchange(AbstractPipeline pipeline, List<Call> batch) {
    try (pipeline) {
      List<Response<Object>> responses = new ArrayList<>(batch.size());
      for (Call call : batch) {
        responses.add(pipeline.evalsha(call.script.sha1(), call.keys, call.arguments));
      }
      pipeline.sync();
      return responses;
    }
  }

  private void end(Call call, Response<Object> response) {
    try {
      call.answered(response.get());
    } catch (JedisException e) {
      call.failed(connection.failed(call.script.word(), e));
    }
  }
}
