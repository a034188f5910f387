package org.shanmen.gate.lane;

import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Direction;

/**
 * What the two beams told from when the first was broken until both were free again: usually one
 * person's walk, but two people in the lane at once look much the same.
 *
 * @param heading of whoever broke the first beam
 * @param furthest step that anybody reached, counted from that side: 1 one beam, 2 both, 3 only the
 *     far one
 * @param turned some step led back
 * @param emptied from step 3 it led back to step 1: the far beam was freed while the near one was
 *     broken again
 * @param swings how often before that somebody went on as far as both beams and the far one was
 *     freed again while the near one stayed broken: he turned back, or went through and another, or
 *     a thing, stands in the near one
 * @param lingered since the last of them, or 0: the time until both beams were free, in
 *     milliseconds
 * @param through it ended behind the far beam: a passage
 * @param millis from the first beam to the last
 */
record Walk(
    Direction heading,
    int furthest,
    boolean turned,
    boolean emptied,
    int swings,
    long lingered,
    boolean through,
    long millis) {
  static final int BOTH = 2;
  static final int BEYOND = 3;

  /**
   * Whether somebody may have gone through in a direction whom the beams did not count.
   *
   * <ul>
   *   <li>In the walk's own direction: nobody was counted though one had come beyond the near beam,
   *       so that another, stepping in behind him and out again, may have ended the walk; or the
   *       near beam was broken again while the far one was freed, as by two who walk closely; or
   *       the near beam stayed broken for longer than it takes to turn back.
   *   <li>Against it: both beams were broken, and it was not one person's steady walk. Two who
   *       cross break and free the beams like one who turns back.
   * </ul>
   *
   * <p>Whoever turns back before he freed the near beam is believed: that is what people do.
   *
   * @param blind a beam was dirty or masked meanwhile, so that its steps tell nothing
   */
  boolean mayHideOneTo(Direction direction, boolean blind) {
    if (direction != heading) {
      boolean alone = through && !turned && millis <= Limits.WALK_ALONE_MILLIS;
      return furthest >= BOTH && !alone;
    }
    boolean stayed = swings > 0 && lingered > Limits.TURN_BACK_MILLIS;
    return through ? emptied : stayed || furthest >= (blind ? BOTH : BEYOND);
  }
}
