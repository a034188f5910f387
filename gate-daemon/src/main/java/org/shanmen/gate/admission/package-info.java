/**
 * May whoever shows this credential pass this lane now? Rights, templates, uses, the lane's facts
 * and the time come in; a {@link org.shanmen.gate.admission.Decision} goes out. Never reads a
 * clock, never does I/O, never throws, and knows nothing of arms, beams or modes.
 */
package org.shanmen.gate.admission;
