/**
 * Scenarios: text files that a park manager can read and check. They run on virtual time over the
 * gate's own loop, admission, lane, journal and whitelist; only devices, link and people are
 * played. The format is described in docs/SIMULATION.md.
 *
 * <p>In: files. Out: one line for each outcome, and whether it was the expected one. The only room
 * of the simulator that calls the gate's classes. {@link org.shanmen.sim.scenario.Reading} turns a
 * file into {@link org.shanmen.sim.scenario.Script}s, {@link org.shanmen.sim.scenario.Stage} plays
 * one.
 */
package org.shanmen.sim.scenario;
