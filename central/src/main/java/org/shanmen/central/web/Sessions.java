package org.shanmen.central.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Who is logged in. Kept in memory under the SHA-256 of the token: a restart logs everybody out.
 * Thread-safe.
 */
public final class Sessions {
  /** A session ends after this long without a request. */
  public static final Duration IDLE = Duration.ofHours(12);

  /** A session ends after this long in any case. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  /** The session unused for longest ends when there are more. */
  public static final int LIMIT = 10_000;

  private record Entry(Session session, Instant idleUntil) {}

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  public Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param token for the cookie, shown nowhere else
   */
  public record Opened(String token, Session session) {}

  /** Logs somebody in, who has proved who he is. */
  public synchronized Opened open(String name, String displayName, Rights rights, String language) {
    Instant now = clock.instant();
    String token = randomText();
    var session =
        new Session(name, displayName, rights, language, randomText(), now.plus(LIFETIME));
    entries.put(hash(token), new Entry(session, now.plus(IDLE)));
    if (entries.size() > LIMIT) {
      entries.remove(entries.keySet().iterator().next());
    }
    return new Opened(token, session);
  }

  /** The session of a token, which lives on by this. */
  public synchronized Optional<Session> find(String token) {
    String key = hash(token);
    var entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!now.isBefore(entry.idleUntil()) || !now.isBefore(entry.session().until())) {
      entries.remove(key);
      return Optional.empty();
    }
    entries.put(key, new Entry(entry.session(), now.plus(IDLE)));
    return Optional.of(entry.session());
  }

  /** Logs out. */
  public synchronized void close(String token) {
    entries.remove(hash(token));
  }

  /** Ends all sessions of a person whose password or rights changed. */
  public synchronized void closeAllOf(String name) {
    entries.values().removeIf(entry -> entry.session().name().equals(name));
  }

  /** How many are open; some of them may have expired. */
  public synchronized int size() {
    return entries.size();
  }

  private String randomText() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
