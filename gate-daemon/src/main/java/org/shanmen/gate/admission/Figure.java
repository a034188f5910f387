package org.shanmen.gate.admission;

/** Something that a rule looked at, for people to read. */
public record Figure(Name name, long value) {
  /** What the value is, and so how it is written. */
  public enum Name {
    /** A {@link org.shanmen.protocol.wire.RightState}'s number. */
    STATE,
    /** Entries that count, of all time. */
    USED,
    /** Entries that count, on this local day. */
    USED_TODAY,
    /** Entries that count, into this area. */
    USED_HERE,
    /** A limit of entries; 0: none. */
    LIMIT,
    /** People for whom the right stands. */
    PEOPLE,
    /** People who entered this area on this local day. */
    ENTERED_TODAY,
    /** People who are inside, as far as anybody was seen out. */
    INSIDE,
    /** Unix time in milliseconds. */
    FROM,
    /** Unix time in milliseconds. */
    UNTIL,
    /** Unix time in milliseconds of the latest entry; missing when there was none. */
    LAST_ENTRY,
    MINUTES,
    AREA,
    CHECK_POINT,
    /** 1 for yes, 0 for no. */
    FULL,
    /** 1 for yes, 0 for no. */
    ONLINE,
    FEE_FEN,
    BALANCE_FEN,
    UNCONFIRMED_FEN,
    LIMIT_FEN,
    /** What the centre said: number of a ClaimState. */
    CLAIM,
    /** Milliseconds since a rotating code was made; less than 0: this gate's clock is behind. */
    CODE_AGE,
    /** Milliseconds from which a rotating code is too old. */
    LIMIT_AGE
  }
}
