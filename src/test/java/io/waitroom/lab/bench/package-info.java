/**
 * The bench ({@code mvn -Pbench}): what the service costs, each figure beside a reference that is
 * measured in the same run, and what the goal was. How to read it: {@code src/docs/bench.md}.
 */
@NullMarked
package io.waitroom.lab.bench;

import org.jspecify.annotations.NullMarked;
