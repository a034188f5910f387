package org.shanmen.protocol;

/**
 * What came of reading untrusted bytes: malformed input is a value, not an exception.
 *
 * @param <T> what well-formed input holds
 */
public sealed interface Decoded<T> {
  /** Well formed. */
  record Ok<T>(T value) implements Decoded<T> {}

  /**
   * Not well formed.
   *
   * @param why one sentence for the log: what was expected, what came, at which offset
   */
  record Malformed<T>(String why) implements Decoded<T> {}
}
