package org.shanmen.gate.device.camera;

import java.util.List;
import org.shanmen.gate.lane.port.Spot;

/**
 * The camera that reads codes.
 *
 * @param command the program that writes raw frames to its standard output until it is ended, with
 *     its arguments; no shell reads it
 * @param width of a frame in pixels
 * @param height of a frame in pixels
 * @param stride bytes from one row to the next; more than the width if the program pads its rows
 * @param spot where at the lane it looks
 * @param budgetMillis how long one frame may be searched; the next one goes on where it ended
 */
public record CameraSettings(
    List<String> command,
    int width,
    int height,
    int stride,
    FrameFormat format,
    Spot spot,
    int budgetMillis) {}
