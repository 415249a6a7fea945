package io.waitroom.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
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
    into.add(Metric.PROCESS_CPUS, Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      into.add(Metric.PROCESS_CPU, system.getProcessCpuTime() / 1e9);
      into.add(Metric.PROCESS_FILES, system.getOpenFileDescriptorCount());
    }
  }

  private static void memory(String area, MemoryUsage usage, Families into) {
    into.add(Metric.JVM_MEMORY_USED, usage.getUsed(), area);
    into.add(Metric.JVM_MEMORY_COMMITTED, usage.getCommitted(), area);
    if (usage.getMax() >= 0) {
      into.add(Metric.JVM_MEMORY_LIMIT, usage.getMax(), area);
    }
  }
}
