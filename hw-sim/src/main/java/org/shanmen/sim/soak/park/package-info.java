/**
 * A whole park on virtual time: twenty gates with their real programs, three days of visitors and
 * faults, every invariant checked all along. docs/SIMULATION.md says what is real and what is a
 * model.
 *
 * <p>In: a seed. Out: a trace that is the same, byte by byte, whenever that seed is played, and
 * what was found. Nothing here reads a clock, starts a thread within a round, or writes to a real
 * disk but for the tables that are lent one.
 */
package org.shanmen.sim.soak.park;
