package org.shanmen.gate.device.gpio;

/**
 * The wires of one lane: BCM pin numbers and what their levels mean.
 *
 * <p>Outputs are active high, and all low means locked and dark: that is what a crashed, starting
 * or unpowered controller shows.
 *
 * @param inputProvider id of the Pi4J provider of the inputs
 * @param outputProvider id of the Pi4J provider of the outputs
 * @param releaseIn high while people may walk in
 * @param releaseOut high while people may walk out
 * @param drop high while the way must be free for everybody
 * @param lampGreen high: green
 * @param lampRed high: red
 * @param beamOuter high while somebody breaks the street side's beam
 * @param beamInner high while somebody breaks the park side's beam
 * @param fireLoop normally closed: low means fire, or a cut wire, which is treated alike
 * @param armPush high while somebody pushes the locked arm
 * @param beamDebounceMillis a beam must keep a new level this long before it counts
 */
public record GpioSettings(
    String inputProvider,
    String outputProvider,
    int releaseIn,
    int releaseOut,
    int drop,
    int lampGreen,
    int lampRed,
    int beamOuter,
    int beamInner,
    int fireLoop,
    int armPush,
    int beamDebounceMillis) {}
