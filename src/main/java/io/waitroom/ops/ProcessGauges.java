package io.waitroom.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The process and its JVM, from the platform's own beans. */
final class ProcessGauges {
  static final Set<Metric> METRICS =
      Set.of(
          Metric.JVM_MEMORY_USED,
          Metric.JVM_MEMORY_COMMITTED,
          Metric.JVM_MEMORY_LIMIT,
          Metric.JVM_BUFFERS,
          Metric.JVM_GC_SECONDS,
          Metric.JVM_GC_COLLECTIONS,
          Metric.JVM_THREADS,
          Metric.PROCESS_CPU,
          Metric.PROCESS_CPUS,
          Metric.PROCESS_START,
          Metric.PROCESS_FILES);

  private static final List<GarbageCollectorMXBean> COLLECTORS =
      ManagementFactory.getGarbageCollectorMXBeans();
  private static final List<BufferPoolMXBean> BUFFERS =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  private static final Path QUOTA = Path.of("/sys/fs/cgroup/cpu.max");
  private static final double PROCESSORS = processors();

  private ProcessGauges() {}

  static void collect(Families into) {
    memory("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage(), into);
    memory("nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage(), into);
    for (BufferPoolMXBean pool : BUFFERS) {
      into.add(Metric.JVM_BUFFERS, pool.getMemoryUsed(), pool.getName());
    }
    for (GarbageCollectorMXBean gc : COLLECTORS) {
      into.add(Metric.JVM_GC_SECONDS, gc.getCollectionTime() / 1000.0, gc.getName());
      into.add(Metric.JVM_GC_COLLECTIONS, gc.getCollectionCount(), gc.getName());
    }
    into.add(Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
    into.add(Metric.PROCESS_START, ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
    into.add(Metric.PROCESS_CPUS, PROCESSORS);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      into.add(Metric.PROCESS_CPU, system.getProcessCpuTime() / 1e9);
      into.add(Metric.PROCESS_FILES, system.getOpenFileDescriptorCount());
    }
  }

  private static double processors() {
    int available = Runtime.getRuntime().availableProcessors();
    try {
      return processors(Files.readString(QUOTA), available);
    } catch (IOException e) {
      return available; // no control group of this version
    }
  }

  /**
   * Returns the processors of a control group's quota. The JVM itself only tells whole ones: with
   * half a processor a busy process would look half idle.
   *
   * @param quota microseconds of processor time and of the period, such as {@code 50000 100000}, or
   *     {@code max} and the period
   */
  static double processors(String quota, int available) {
    String[] parts = quota.strip().split(" ", -1);
    return parts.length != 2 || parts[0].equals("max")
        ? available
        : Math.min(available, Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]));
  }

  private static void memory(String area, MemoryUsage usage, Families into) {
    into.add(Metric.JVM_MEMORY_USED, usage.getUsed(), area);
    into.add(Metric.JVM_MEMORY_COMMITTED, usage.getCommitted(), area);
    if (usage.getMax() >= 0) {
      into.add(Metric.JVM_MEMORY_LIMIT, usage.getMax(), area);
    }
  }
}
