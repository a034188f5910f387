package org.shanmen.sim.rig;

import java.util.List;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Cards;
import org.shanmen.sim.lane.LampColour;
import org.shanmen.sim.lane.Sensed;

/**
 * A lane at one moment.
 *
 * @param panel the text on the panel, empty before the first
 * @param panelTexts how many texts the panel has been given, so that the same text twice is seen
 * @param spoken the last prompts, oldest first
 * @param prompts how many prompts the voice has been given in all
 * @param outerBroken whether the outer beam is broken now
 * @param innerBroken whether the inner beam is broken now
 * @param peopleWaiting how many are on their way to the arm or stand at it
 * @param connected whether a daemon holds the wires
 * @param interlock whether the lane tells the other one of a pair that it is open
 * @param cards of the collector
 */
public record LaneState(
    String gate,
    ArmPosition arm,
    LampColour lamp,
    String panel,
    long panelTexts,
    List<String> spoken,
    long prompts,
    boolean outerBroken,
    boolean innerBroken,
    Sensed sensed,
    boolean power,
    boolean fire,
    int peopleWaiting,
    boolean connected,
    boolean interlock,
    Cards cards) {}
