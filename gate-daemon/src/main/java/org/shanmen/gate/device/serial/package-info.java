/**
 * Devices on serial lines: QR scanner, IC card reader, text panel, voice module.
 *
 * <p>Pure frame decoders and encoders in the middle, one thread per line that reads and one per
 * talking device that writes around them. An unplugged line is noticed, closed and reopened for
 * ever.
 */
package org.shanmen.gate.device.serial;
