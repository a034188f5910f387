/**
 * {@code ./shanmen bench}: how fast and how large the real code is, beside what others do with the
 * same work, in the same run. docs/BENCHMARKS.md tells machine, method and figures.
 *
 * <p>In: names of benchmarks. Out: a table, and a report as JSON. With scenarios the only room that
 * calls the gate's classes: what is timed in microseconds cannot be timed through a process's
 * wires. Peers and limits are measured between the rounds of our own code, so that a noisy machine
 * treats them alike, and figures are medians over the rounds.
 */
package org.shanmen.sim.bench;
