package org.shanmen.gate;

/** Every bound of the gate daemon, by room. What is not bounded here is a fault. */
public final class Limits {
  // ---- journal ----

  /** Size of a preallocated journal segment. */
  public static final int JOURNAL_SEGMENT_BYTES = 4 << 20;

  /** All segments together; more than a million visitors, a month of a busy lane offline. */
  public static final long JOURNAL_BYTES = 512L << 20;

  /** From here on {@code Journal.fullness()} is worth an alarm. */
  public static final double JOURNAL_ALARM_FULLNESS = 0.5;

  /** The largest serialised event. */
  public static final int EVENT_BYTES = 4096;

  /** What a decision was made from is kept with it up to this size; beyond, uses are counted. */
  public static final int QUESTION_BYTES = 3072;

  /** Decisions that are explained at a time. */
  public static final int EXPLAINED = 1_000;

  // ---- lane ----

  /** Admissions that wait for their people at the same time in an open lane. */
  public static final int ADMISSIONS = 64;

  /** Credentials that are remembered to tell a presentation from its echoes. */
  public static final int RECENT_CODES = 32;

  /** Command ids that are remembered to recognise a repeated one, across restarts too. */
  public static final int ANSWERED_COMMANDS = 64;

  /** Commands that wait for the lane to be clear before they are answered. */
  public static final int PENDING_COMMANDS = 16;

  /** Alarms that can stand at a time; what comes on top is not raised. */
  public static final int ALARMS = 32;

  /** How long a refusal stays on the panel. */
  public static final long REFUSAL_SHOWN_MILLIS = 3_000;

  /** After this an alarm about one event (tailgating, a forced pass) clears by itself. */
  public static final long ALARM_STANDS_MILLIS = 10_000;

  /** A pass without a right this soon after another one counts as tailgating. */
  public static final long TAILGATING_MILLIS = 3_000;

  /** Somebody close behind another breaks the rear beam again so soon. */
  public static final long TAILGATING_GAP_MILLIS = 250;

  /** A pass back this soon after one on a right counts as crawling back. */
  public static final long CRAWLING_BACK_MILLIS = 10_000;

  /** Nobody who walks through alone takes longer; behind who does, another may have passed him. */
  public static final long WALK_ALONE_MILLIS = 2_000;

  /** Somebody, or something, that stays in the beams this long raises an alarm. */
  public static final long LOITERING_MILLIS = 15_000;

  /** One beam alone that stays broken this long is dirty or masked. */
  public static final long BEAM_STUCK_MILLIS = 30_000;

  /** Whoever leaves the lane frees his last beam so soon after the other one. */
  public static final long BEAM_ALONE_MILLIS = 2_000;

  /** With a beam broken this long the lane cannot tell who passes. */
  public static final long BLIND_MILLIS = 60_000;

  /** Without an answer of its board for this long the lane cannot tell who passes. */
  public static final long SENSES_GONE_MILLIS = 2_000;

  /** A board that counts has told everybody who passed so long after the arm was locked. */
  public static final long COUNT_SETTLE_MILLIS = 1_500;

  /** So often a ticket shown again begins the time anew of those whom nobody follows. */
  public static final int PASS_TIME_EXTENSIONS = 3;

  /** How long whoever shows his credential while another is served is remembered. */
  public static final long WAITING_MILLIS = 15_000;

  /** A code that was not seen for so long was taken away from the reader. */
  public static final long CODE_GONE_MILLIS = 800;

  /**
   * Whom a member of staff confirms so long after it was too late need not show his ticket again.
   */
  public static final long LATE_WORD_MILLIS = 10_000;

  /** Whoever gave his card up for it may go out for so long; he has nothing left to show. */
  public static final long CARD_WAY_OUT_MILLIS = 60_000;

  /** Between two of the announcements that call people out. */
  public static final long EVACUATION_SAID_MILLIS = 15_000;

  /** Whoever turns back in the middle of the lane is out of the near beam by then. */
  public static final long TURN_BACK_MILLIS = 1_500;

  /** A card that the collector's reader has not seen for so long was out of the machine. */
  public static final long CARD_OUT_MILLIS = 500;

  /** A card that is read in the collector for so long after its answer is handed out again. */
  public static final long CARD_LIES_MILLIS = 5_000;

  /** A collector that has not taken a card by then has failed. */
  public static final long CARD_TAKEN_MILLIS = 3_000;

  /** The second lane of an interlocked pair claims this long before it opens. */
  public static final long INTERLOCK_SETTLE_MILLIS = 250;

  /** An arm that was told to lock is closed by then, as the other lane of a pair has to know. */
  public static final long INTERLOCK_CLOSING_MILLIS = 1_000;

  /** For so long one lane of a pair takes visitors, then the other has its turn. */
  public static final long INTERLOCK_TURN_MILLIS = 10_000;

  /** After a whole turn a lane leaves the other so long to claim its own. */
  public static final long INTERLOCK_REST_MILLIS = 500;

  /** No turn of the other lane takes so long, unless somebody commanded it or its wire is stuck. */
  public static final long INTERLOCK_STUCK_MILLIS = 60_000;

  /** How long "open once" waits for the other lane of a pair. */
  public static final long INTERLOCK_ANSWER_MILLIS = 2_000;

  /** Each step of a maintenance test. */
  public static final long TEST_STEP_MILLIS = 1_500;

  // ---- loop ----

  /** Signals of beams, fire loop, arm and device health that wait for the loop. */
  public static final int URGENT_SIGNALS = 1024;

  /** Presentations that wait for the loop. */
  public static final int PRESENTATIONS = 64;

  /** What the link has told and the loop has not yet taken. */
  public static final int LINK_NOTICES = 256;

  /** Areas of which it is remembered whether they are full. */
  public static final int AREAS = 64;

  /** After a full journal, admissions begin again below this {@code Journal.fullness()}. */
  public static final double JOURNAL_ROOM_FULLNESS = 0.9;

  /** Of an event's detail; far below {@link #EVENT_BYTES}. */
  public static final int DETAIL_CHARACTERS = 200;

  /** The loop looks at the time at least this often. */
  public static final long TICK_MILLIS = 5;

  /** How often a thread of its own finds out whether the daemon is awake. */
  public static final long WAKEFUL_MILLIS = 20;

  /**
   * A daemon that did not get to run for so long has not watched its lane: who runs breaks the far
   * beam for no longer, and its edges come together then and look like a flicker.
   */
  public static final long UNWATCHED_MILLIS = 100;

  /** How long the centre may take to say whether somebody may go in; parks ask for 100 in all. */
  public static final long CLAIM_MILLIS = 80;

  /** What came of a claim is told again until it is confirmed; of so many at most. */
  public static final int CLAIMS_UNCONFIRMED = 64;

  /** How often the loop looks at disk, clock and books. */
  public static final long CHORES_MILLIS = 1_000;

  /** Rights whose own uses are compared with the whitelist at a time: some 20 microseconds. */
  public static final int OWN_USES_AT_A_TIME = 4;

  /** A lane whose beams do not tell how they are is taken to be clear so long after the start. */
  public static final long FIRST_LEVELS_MILLIS = 500;

  /** How long the end of the daemon waits for somebody to leave the beams. */
  public static final long STOP_WAITS_MILLIS = 3_000;

  /** How long a daemon that could not start holds an arm that was left dropped. */
  public static final long DROPPED_BEFORE_NEXT_TRY_MILLIS = 60_000;

  /** So many codes that nobody holds, or forged ones, within so long are no accident. */
  public static final int GUESSES = 30;

  public static final long GUESSING_MILLIS = 60_000;

  /** Below this an alarm tells that the disk fills up. */
  public static final long FREE_DISK_BYTES = 64L << 20;

  /** A measurement of the centre's clock and what is known of it may differ this much. */
  public static final long CLOCK_AGREES_MILLIS = 1_000;

  /** One that goes on to differ for so long is believed: the centre's clock was set. */
  public static final long CLOCK_BELIEVED_MILLIS = 5_000;

  /** The centre's clock and this one may differ this much without an alarm. */
  public static final long CLOCK_OFFSET_MILLIS = 5_000;

  /** How often a tally that changed is put on disk. */
  public static final long CHECKPOINT_MILLIS = 60_000;

  // ---- whitelist ----

  /** The largest serialised template, right or use. */
  public static final int WHITELIST_ELEMENT_BYTES = 2048;

  /** Changed entries in memory from which on they are merged into a new generation. */
  public static final int WHITELIST_OVERLAY_ENTRIES = 50_000;

  /** Changed entries in memory that are never exceeded, even when merging fails. */
  public static final int WHITELIST_OVERLAY_MAX_ENTRIES = 4 * WHITELIST_OVERLAY_ENTRIES;

  /** What rights may have in common in so many ways; rights of a further one are stored whole. */
  public static final int WHITELIST_SHAPES = 16_384;

  /** Rights of which a use came in that are noted one by one; beyond, all are looked at. */
  public static final int WHITELIST_USED_RIGHTS = 4_096;

  /** After the start, before the whitelist's file is read as a whole for the first time. */
  public static final long WHITELIST_SCRUB_FIRST_MILLIS = 60_000;

  /** From one reading of the whole file to the next. */
  public static final long WHITELIST_SCRUB_MILLIS = 24L * 3_600_000;

  /** Behind each 64 KiB of it: some 10 MB a second. */
  public static final long WHITELIST_SCRUB_PAUSE_MILLIS = 6;

  /** Memory in which a snapshot is sorted before it is spilled to disk. */
  public static final int SNAPSHOT_SORT_BYTES = 8 << 20;

  // ---- link ----

  /** Events in one message. */
  public static final int UPLOAD_EVENTS = 256;

  /** Bytes of events in one message; a single event may be larger. */
  public static final int UPLOAD_BYTES = 24 << 10;

  /** Messages with events that the centre has not acknowledged yet. */
  public static final int UPLOAD_WINDOW = 4;

  /** Acknowledgements that wait for the whitelist to reach their version. */
  public static final int WAITING_ACKS = 64;

  /** Results of commands that wait for the link. */
  public static final int WAITING_RESULTS = 64;

  /** Bytes of changes that wait to be applied; then nothing more is read from the centre. */
  public static final int WAITING_CHANGES_BYTES = 4 << 20;

  /** After the disk did not take the list it is asked for again so late; then twice as late. */
  public static final long LIST_FIRST_RETRY_MILLIS = 10_000;

  /** No later than this; less than the centre waits for a snapshot to be confirmed. */
  public static final long LIST_LONGEST_RETRY_MILLIS = 300_000;

  /** A certificate that ends within so many days is renewed. */
  public static final long RENEW_DAYS = 180;

  /** How often a connection looks whether it is time for that. */
  public static final long RENEWAL_LOOK_MILLIS = 3_600_000;

  /** Between two heartbeats. */
  public static final long HEARTBEAT_MILLIS = 1_000;

  /** A centre that says nothing for so long is gone. */
  public static final long SILENCE_MILLIS = 6_000;

  /** For connecting, the TLS handshake and the greeting, each. */
  public static final int CONNECT_MILLIS = 5_000;

  /** The first pause before connecting again is at most this; each further one twice as much. */
  public static final long RECONNECT_FIRST_MILLIS = 250;

  /** No pause before connecting again is longer. */
  public static final long RECONNECT_LONGEST_MILLIS = 15_000;

  /** A link that was up for so long makes the pauses short again. */
  public static final long LINK_STABLE_MILLIS = 10_000;

  /** Exchanges with the centre of which the quickest tells the difference of the clocks. */
  public static final int CLOCK_EXCHANGES = 60;

  // ---- sound ----

  /** Of the list of recordings; some thousand phrases. */
  public static final long SOUND_MANIFEST_BYTES = 1 << 20;

  /** Recordings that one prompt is put together from; what comes behind is not said. */
  public static final int SOUND_PARTS = 32;

  /** A player that has not ended a prompt by then is ended. */
  public static final long PROMPT_MILLIS = 20_000;

  // ---- camera ----

  /** Of one frame; more pixels cost time and read no better. */
  public static final int CAMERA_SIDE_PIXELS = 2_048;

  /** How long a camera's program may take to its first frame. */
  public static final long CAMERA_FIRST_FRAME_MILLIS = 8_000;

  /** A program that writes no frame for so long is started again. */
  public static final long CAMERA_STALL_MILLIS = 2_000;

  /** The first pause before the program is started again is at most this; then twice as much. */
  public static final long CAMERA_FIRST_RETRY_MILLIS = 250;

  /** No pause before the program is started again is longer. */
  public static final long CAMERA_LONGEST_RETRY_MILLIS = 10_000;

  /** Frames after which a program counts as running and the pauses become short again. */
  public static final int CAMERA_STEADY_FRAMES = 30;

  /** Of a ticket's code; far more than any ticket needs. */
  public static final int CAMERA_CODE_CHARACTERS = 512;

  // ---- face terminals ----

  /** Of one request; an event is about 1 KiB. Pictures do not fit: switch their upload off. */
  public static final int FACE_BODY_BYTES = 64 << 10;

  /** A gate has a terminal a side; the rest is for connections that were not closed in order. */
  public static final int FACE_CONNECTIONS = 16;

  /** From a request's first byte to its last. */
  public static final long FACE_REQUEST_MILLIS = 10_000;

  /** Events that are remembered to tell a repetition; more than people pass while it is fresh. */
  public static final int FACE_EVENTS_REMEMBERED = 1024;

  /** Of a person's number in a terminal. */
  public static final int FACE_PERSON_CHARACTERS = 64;

  /** In one gate's configuration. */
  public static final int FACE_TERMINALS = 8;

  private Limits() {}
}
