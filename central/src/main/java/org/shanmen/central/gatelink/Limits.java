package org.shanmen.central.gatelink;

/** What is bounded at the centre's end of the links, all in one place. */
final class Limits {
  /**
   * From a connection to the end of its TLS handshake. That is some 3 ms of a core, so when a
   * thousand gates come back at one instant the last one waits for seconds, on a busy machine for
   * ten and more.
   */
  static final long HANDSHAKE_MILLIS = 30_000;

  /** Connections without a certificate of the park, which may only enrol. */
  static final int UNKNOWN_CONNECTIONS = 64;

  /** Messages of one connection that wait until its greeting is answered. */
  static final int HELD_MESSAGES = 64;

  /** Events in one message. */
  static final int EVENTS = 1024;

  /** Batches of events of one connection that wait to be stored; then its socket is not read. */
  static final int WAITING_BATCHES = 8;

  /** Events of a gate in one transaction. */
  static final int EVENTS_OF_A_GATE = 2_048;

  /** Events in one transaction. */
  static final int EVENTS_TOGETHER = 8_192;

  /** Gates whose events are stored in one transaction. */
  static final int GATES_TOGETHER = 64;

  /** Changes in one delta. */
  static final int DELTA_CHANGES = 1000;

  /** Bytes of changes in one delta or chunk of a snapshot; a single change may be larger. */
  static final int DELTA_BYTES = 256 * 1024;

  /** A gate that is further behind than this gets the whole set. */
  static final long DELTA_REACH = 20_000;

  /** Recent changes kept in memory for all gates together. */
  static final int TAIL_CHANGES = 4096;

  /** Changes that are deleted from the log at a time. */
  static final int PRUNED_CHANGES = 5_000;

  /** How often it is asked whether the certificates of those who are connected are in force. */
  static final long CERTIFICATE_TICKS = 4;

  /** Gates that are greeted anew at one such look, because what they were told has changed. */
  static final int GREETED_ANEW = 50;

  /** How often the log is looked through for changes that nobody needs. */
  static final long PRUNE_TICKS = 120;

  /** How long a claim that is not strict stands without word of what came of it. */
  static final long CLAIM_STANDS_MILLIS = 60_000;

  /** Questions of one gate that wait for an answer; one that asks for more is hung up on. */
  static final int CLAIMS_WAITING = 256;

  /** Claims that are listed for people, the oldest. */
  static final int CLAIMS_LISTED = 1_000;

  /** Uses that an answer to a claim tells of, the latest. */
  static final int CLAIM_USES = 1_000;

  /** How long a gate may take to confirm a delta. */
  static final long CONFIRM_MILLIS = 60_000;

  /** How long a gate may take over a chunk of a snapshot, or over putting millions in force. */
  static final long CONFIRM_SNAPSHOT_MILLIS = 600_000;

  /** Between two snapshots for one connection: a confused gate must not keep the centre busy. */
  static final long SNAPSHOT_PAUSE_MILLIS = 1_000;

  /** How long a refused connection is kept, so that the peer can read why. */
  static final long LINGER_MILLIS = 300;

  /** How often deadlines are looked at and the change log is looked through unasked. */
  static final long TICK_MILLIS = 500;

  /** How often people in areas are counted unasked: another centre may have stored their passes. */
  static final long AREA_TICKS = 4;

  /** For how long gates believe that an area is full. */
  static final long AREA_STATE_MILLIS = 60_000;

  /** How long before that ends they are told again. */
  static final long AREA_RENEW_MILLIS = 30_000;

  /** How long after its expiry a command may still be answered. */
  static final long COMMAND_GRACE_MILLIS = 2_000;

  /** Validity of an enrolment code. */
  static final long ENROLMENT_MILLIS = 24 * 3600 * 1000L;

  /** A gate's request for a certificate; one of EC P-256 takes about 300. */
  static final int CERTIFICATE_REQUEST_BYTES = 4096;

  /** Wrong enrolment codes from one address in a minute. */
  static final int ENROLMENT_GUESSES = 10;

  /** Addresses whose wrong enrolment codes are remembered. */
  static final int ENROLMENT_ADDRESSES = 1024;

  /** Characters of an event's detail, a command's answer and other text for people. */
  static final int TEXT = 2000;

  /** Bytes that may wait in one socket before its drain is awaited. */
  static final int WRITE_QUEUE_BYTES = 256 * 1024;

  private Limits() {}
}
