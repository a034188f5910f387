/**
 * The programs' log: one line an event to standard output, where systemd and the launcher keep it.
 */
package org.shanmen.gate.log;
