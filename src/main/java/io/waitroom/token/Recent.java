package io.waitroom.token;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was used last, a bounded number of entries. Thread-safe. */
public final class Recent<K, V> {
  private static final int FIRST_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<K, V> entries;

  /**
   * @param max most entries; the one that was not used for longest makes room
   */
  public Recent(int max) {
    entries =
        Collections.synchronizedMap(
            new LinkedHashMap<>(FIRST_CAPACITY, LOAD_FACTOR, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
              }
            });
  }

  /** What was put there, if it is still there. */
  @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Takes an entry, in place of the one with the same key. */
  public void put(K key, V value) {
    entries.put(key, value);
  }
}
