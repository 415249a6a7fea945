package io.waitroom.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** What {@link NeedsTool} does. */
final class ToolCondition implements ExecutionCondition, TestWatcher {
  private static final Namespace NAMESPACE = Namespace.create(ToolCondition.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<NeedsTool> needs =
        AnnotationSupport.findAnnotation(context.getElement(), NeedsTool.class);
    Set<Tool> lacking = EnumSet.noneOf(Tool.class);
    List<String> complaints = new ArrayList<>();
    for (Tool tool : needs.map(NeedsTool::value).orElse(new Tool[0])) {
      tool.complaint()
          .ifPresent(complaint -> {
            lacking.add(tool);
            complaints.add(complaint);
          });
    }
    if (lacking.isEmpty()) {
      return ConditionEvaluationResult.enabled(null);
    }
    String reason = String.join("; ", complaints);
    if (Tool.areRequired()) {
      throw new AssertionError(reason);
    }
    skips(context).add(context, reason, lacking);
    return ConditionEvaluationResult.disabled(reason);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    if (cause instanceof Tool.Unusable unusable) {
      skips(context).add(context, String.valueOf(unusable.getMessage()), Set.of(unusable.tool()));
    }
  }

  private static Skips skips(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Skips.class, key -> new Skips(), Skips.class);
  }

  /** What was skipped; JUnit closes it when all tests have ended. */
  private static final class Skips implements AutoCloseable {
    private final Set<Tool> lacking = EnumSet.noneOf(Tool.class);
    private long tests;

    synchronized void add(ExtensionContext context, String reason, Collection<Tool> tools) {
      lacking.addAll(tools);
      tests += count(context);
      String name =
          Stream.of(
                  context.getTestClass().map(Class::getSimpleName),
                  context.getTestMethod().map(m -> m.getName()))
              .flatMap(Optional::stream)
              .collect(Collectors.joining("."));
      System.out.printf("SKIPPED %s: %s%n", name, reason);
    }

    private static long count(ExtensionContext context) {
      return context.getTestMethod().isPresent()
          ? 1
          : AnnotationSupport.findAnnotatedMethods(
                  context.getRequiredTestClass(), Testable.class, HierarchyTraversalMode.TOP_DOWN)
              .size();
    }

    @Override
    public synchronized void close() {
      System.out.printf(
          "%d skipped for want of %s (apt-get install -y %s); -Dwaitroom.tools=required fails instead%n",
          tests,
          lacking.stream().map(Tool::command).collect(Collectors.joining(", ")),
          lacking.stream().map(Tool::debianPackage).distinct().collect(Collectors.joining(" ")));
    }
  }
}
