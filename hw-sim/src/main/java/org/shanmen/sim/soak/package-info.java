/**
 * Soaks: faults made on purpose, over and over, each with a seed, a count and an oracle. {@code
 * ./shanmen soak} runs them; docs/SIMULATION.md tells what each one does and promises.
 *
 * <p>In: a campaign's name, a time or a count, a seed. Out: what was found, with the seed that
 * finds it again. Besides scenarios the only room of the simulator that calls the gate's classes: a
 * soak of a store has to hold it by its disk. The centre is only ever started as a process.
 */
package org.shanmen.sim.soak;
