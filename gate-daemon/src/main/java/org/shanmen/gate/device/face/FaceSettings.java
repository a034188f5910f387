package org.shanmen.gate.device.face;

import java.net.InetSocketAddress;

/**
 * The face terminal's side of this gate.
 *
 * @param listen where the terminal's events are taken, over plain HTTP: an address that only the
 *     terminal can reach
 */
public record FaceSettings(InetSocketAddress listen) {}
