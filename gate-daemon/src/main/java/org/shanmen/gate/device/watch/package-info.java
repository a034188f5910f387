/**
 * Keeping watch over devices: health told once per change, patience between attempts, counts of
 * what was dropped. Knows no device.
 */
package org.shanmen.gate.device.watch;
