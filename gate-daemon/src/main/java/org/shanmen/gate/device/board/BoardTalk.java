package org.shanmen.gate.device.board;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Direction;

/**
 * Our side of the talk with a board: what to say next. Pure, time is an argument. Not thread-safe.
 *
 * <pre>
 *          opened               FF comes                  two questions unanswered
 *   DOWN ----------> CALLING --------------> CONNECTED ----------------------------> CALLING
 *                    FF twice a second       what is asked, then counters
 * </pre>
 *
 * <p>One question at a time. What the lane asks goes before the counters, and only the newest is
 * said. It is said anew after each connecting, and now and then: a board that was switched off for
 * a moment must not keep what it woke up with.
 */
final class BoardTalk {
  /** The board answers in some milliseconds; its own patience is two seconds. */
  static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Between two questions for the counters: with two answers missing less than two seconds. */
  static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  static final long SAY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
  static final int MAX_MISSING = 2;

  /** So often an arm is asked to rise; a board refuses one that is up already. */
  static final int MAX_RAISES = 3;

  /** More people in a third of a second are a counter that was set. */
  static final int MAX_COUNTED = 8;

  private static final int COUNTERS = 2;
  private static final int CONTROLLED = 0x30;
  private static final int FREE = 0x31;
  private static final int DOWN = 0x30;
  private static final int UP = 0x31;

  private enum State {
    DOWN,
    CALLING,
    CONNECTED
  }

  /** What the last question was about. */
  private enum Question {
    NONE,
    MODE,
    DROP,
    RAISE,
    COUNTER
  }

  private final boolean releasesByMode;

  /** As they were last told, before the line or the board was lost too. */
  private final Map<Direction, Long> counters = new EnumMap<>(Direction.class);

  /** Those that were told since the board was called last. */
  private final Set<Direction> compared = EnumSet.noneOf(Direction.class);

  private State state = State.DOWN;
  private Question question = Question.NONE;
  private BoardFrame asked = BoardFrame.of(BoardFrame.CONNECT);
  private long askedNanos;
  private boolean called;
  private int missing;
  private int failed;
  private int raisesRefused;

  /** The line brings back what we say, and did so since the last question. */
  private boolean echoes;

  private boolean echoed;
  private long nextCallNanos;
  private long nextPollNanos;
  private Direction nextCounter = Direction.IN;

  private ArmPosition wanted;
  private boolean wasAsked;
  private boolean modeIsSaid;
  private boolean dropIsSaid;
  private boolean mustRaise;
  private long modeSaidNanos;

  /** After a refusal: when to say it again. */
  private long sayAfterNanos;

  /** Somebody passed while the board was out of reach: until when the lane may lock behind him. */
  private long laneHearsUntilNanos;

  /**
   * @param releasesByMode otherwise people are let through by contacts, and modes tell only who is
   *     free without
   * @param arm where the lane has it
   */
  BoardTalk(boolean releasesByMode, ArmPosition arm) {
    this.releasesByMode = releasesByMode;
    this.wanted = arm;
  }

  /** The lane asks; "locked" again, but not the first time, is an order to raise the arm. */
  void ask(ArmPosition position) {
    boolean lockedAgain = wasAsked && position == ArmPosition.LOCKED && wanted == position;
    boolean rises = wanted == ArmPosition.DROPPED && position != ArmPosition.DROPPED;
    if (position != wanted) {
      modeIsSaid = false;
      dropIsSaid = false;
    }
    mustRaise = position != ArmPosition.DROPPED && (mustRaise || rises || lockedAgain);
    if (rises || lockedAgain) {
      raisesRefused = 0;
    }
    wanted = position;
    wasAsked = true;
  }

  void opened(long nowNanos) {
    call(nowNanos);
  }

  void lost() {
    state = State.DOWN;
    question = Question.NONE;
    missing = 0;
  }

  /** Whether the board answers. */
  boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** It was called, or asked, and did not answer. */
  boolean isMute() {
    return missing >= MAX_MISSING;
  }

  /** The line brings back our own frames: what it brings says nothing about the board. */
  boolean isEchoing() {
    return echoes;
  }

  /** It refuses what the lane asks. An arm that it will not raise is not meant: it may be up. */
  boolean isRefusing() {
    return failed > MAX_MISSING;
  }

  /** All that the lane asks is said and understood. */
  boolean isSettled() {
    return isConnected() && question == Question.NONE && nextToSay() == Question.NONE;
  }

  /** The frame to send now, if there is one. */
  Optional<BoardFrame> next(long nowNanos) {
    if (state == State.CALLING && nowNanos - nextCallNanos >= 0) {
      missing += called ? 1 : 0;
      called = true;
      nextCallNanos = nowNanos + ANSWER_NANOS;
      return Optional.of(BoardFrame.of(BoardFrame.CONNECT));
    }
    if (state != State.CONNECTED) {
      return Optional.empty();
    }
    if (question != Question.NONE && nowNanos - askedNanos >= ANSWER_NANOS) {
      question = Question.NONE;
      missing++;
      if (missing >= MAX_MISSING) {
        call(nowNanos);
        return next(nowNanos);
      }
    }
    return question == Question.NONE ? ask(nowNanos) : Optional.empty();
  }

  /** How long nothing will change by itself; empty if until something is opened. */
  OptionalLong waitNanos(long nowNanos) {
    long due =
        switch (state) {
          case DOWN -> Long.MAX_VALUE;
          case CALLING -> nextCallNanos - nowNanos;
          case CONNECTED ->
              question != Question.NONE
                  ? askedNanos + ANSWER_NANOS - nowNanos
                  : nextPollNanos - nowNanos;
        };
    return due == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.max(0, due));
  }

  /**
   * What one frame of the board brings.
   *
   * @param countLost its counter was set: nobody can tell who passed
   */
  record Heard(Optional<BoardFrame> answer, Direction counted, int people, boolean countLost) {
    static final Heard NOTHING = answer(Optional.empty());

    static Heard answer(Optional<BoardFrame> answer) {
      return new Heard(answer, Direction.IN, 0, false);
    }
  }

  Heard heard(BoardFrame frame, long nowNanos) {
    switch (frame.type()) {
      case BoardFrame.CONNECT -> {
        if (state == State.CALLING) {
          connected(nowNanos);
          return Heard.answer(Optional.of(frame));
        }
        return Heard.NOTHING;
      }
      case BoardFrame.OK -> answered(true, nowNanos);
      case BoardFrame.FAILED -> answered(false, nowNanos);
      case BoardFrame.ENTRIES -> {
        return counted(Direction.IN, frame, nowNanos);
      }
      case BoardFrame.EXITS -> {
        return counted(Direction.OUT, frame, nowNanos);
      }
      case BoardFrame.MODE, BoardFrame.ARM, BoardFrame.COUNTERS -> {
        // No board says these.
        echoes = true;
        echoed = true;
      }
      default -> {
        // Its parameters, after connecting: it goes on when each is acknowledged.
        return Heard.answer(Optional.of(BoardFrame.of(BoardFrame.OK)));
      }
    }
    return Heard.NOTHING;
  }

  /** Whether everybody whom the board counted was heard of. */
  boolean knowsCounters() {
    return isConnected() && missing == 0 && compared.size() == COUNTERS;
  }

  private void call(long nowNanos) {
    state = State.CALLING;
    called = false;
    question = Question.NONE;
    nextCallNanos = nowNanos;
  }

  private void connected(long nowNanos) {
    state = State.CONNECTED;
    question = Question.NONE;
    missing = 0;
    failed = 0;
    raisesRefused = 0;
    modeIsSaid = false;
    dropIsSaid = false;
    compared.clear();
    laneHearsUntilNanos = nowNanos;
    nextPollNanos = nowNanos;
  }

  private boolean maySay(Question what, long nowNanos) {
    int refused = what == Question.RAISE ? raisesRefused : failed;
    return refused == 0 || nowNanos - sayAfterNanos >= 0;
  }

  private Question nextToSay() {
    if (wanted == ArmPosition.DROPPED && !dropIsSaid) {
      return Question.DROP;
    }
    // Not before the lane asks: the board keeps what it was told last for whoever stands there.
    boolean isAsked = wasAsked || wanted == ArmPosition.DROPPED;
    if (!modeIsSaid && isAsked) {
      return Question.MODE;
    }
    return mustRaise ? Question.RAISE : Question.NONE;
  }

  private Optional<BoardFrame> ask(long nowNanos) {
    if (modeIsSaid && nowNanos - modeSaidNanos >= SAY_AGAIN_NANOS) {
      modeIsSaid = false;
      dropIsSaid = false;
    }
    boolean countsFirst = mustCountFirst(nowNanos);
    question = countsFirst ? Question.NONE : nextToSay();
    if (!maySay(question, nowNanos)) {
      question = Question.NONE;
    }
    switch (question) {
      case DROP -> asked = BoardFrame.of(BoardFrame.ARM, DOWN);
      case RAISE -> asked = BoardFrame.of(BoardFrame.ARM, UP);
      case MODE -> asked = mode();
      default -> {
        boolean atOnce = countsFirst && isBehind();
        if (!atOnce && nowNanos - nextPollNanos < 0) {
          return Optional.empty();
        }
        question = Question.COUNTER;
        asked = BoardFrame.of(BoardFrame.COUNTERS, nextCounter == Direction.IN ? 0x30 : 0x31);
      }
    }
    askedNanos = nowNanos;
    echoed = false;
    return Optional.of(asked);
  }

  /**
   * A way that is set free for somebody is not set free again after a gap before it is known that
   * he did not pass meanwhile, and the lane had time to say what follows.
   */
  private boolean mustCountFirst(long nowNanos) {
    boolean forSomebody =
        releasesByMode && wanted != ArmPosition.LOCKED && wanted != ArmPosition.DROPPED;
    return forSomebody && (isBehind() || nowNanos - laneHearsUntilNanos < 0);
  }

  /** A counter that was known before a gap was not compared since. */
  private boolean isBehind() {
    return !compared.containsAll(counters.keySet());
  }

  private BoardFrame mode() {
    boolean free = releasesByMode || wanted == ArmPosition.RELEASED_BOTH;
    boolean in = wanted == ArmPosition.DROPPED || (free && wanted.letsIn());
    boolean out = wanted == ArmPosition.DROPPED || (free && wanted.letsOut());
    return BoardFrame.of(BoardFrame.MODE, in ? FREE : CONTROLLED, out ? FREE : CONTROLLED);
  }

  private void answered(boolean done, long nowNanos) {
    missing = 0;
    Question about = question;
    question = Question.NONE;
    if (about == Question.NONE || about == Question.COUNTER) {
      return;
    }
    if (!done && about == Question.RAISE) {
      raisesRefused++;
      mustRaise &= raisesRefused < MAX_RAISES;
      sayAfterNanos = nowNanos + POLL_NANOS;
      return;
    }
    if (!done) {
      failed++;
      sayAfterNanos = nowNanos + POLL_NANOS;
      return;
    }
    failed = 0;
    switch (about) {
      case DROP -> dropIsSaid = wanted == ArmPosition.DROPPED;
      case RAISE -> mustRaise = false;
      default -> {
        // The lane may have asked for something else meanwhile: then this was the old mode.
        modeIsSaid = asked.equals(mode());
        modeSaidNanos = nowNanos;
      }
    }
  }

  private Heard counted(Direction direction, BoardFrame frame, long nowNanos) {
    OptionalLong now = frame.number();
    if (state != State.CONNECTED || now.isEmpty()) {
      return Heard.NOTHING;
    }
    if (question == Question.COUNTER && direction == nextCounter) {
      missing = 0;
      // Only a board sends counters; "understood" might be our own.
      echoes = echoed;
      question = Question.NONE;
      nextPollNanos = askedNanos + POLL_NANOS;
      nextCounter = direction == Direction.IN ? Direction.OUT : Direction.IN;
    }
    boolean first = compared.add(direction);
    Long before = counters.put(direction, now.getAsLong());
    long people = before == null ? 0 : now.getAsLong() - before;
    boolean lost = people < 0 || people > MAX_COUNTED;
    if (first && people != 0) {
      laneHearsUntilNanos = nowNanos + POLL_NANOS;
    }
    return new Heard(Optional.empty(), direction, lost ? 0 : (int) people, lost);
  }
}
