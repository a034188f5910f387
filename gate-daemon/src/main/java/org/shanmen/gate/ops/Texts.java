package org.shanmen.gate.ops;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.Prompt;
import org.shanmen.protocol.wire.TicketKind;

/** The words of panel and voice, from {@link PromptFile}. Thread-safe. */
public final class Texts {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Language language;
  private final PromptFile file;

  /** The park's; until the centre has told it, UTC. */
  private volatile ZoneId zone = ZoneOffset.UTC;

  /** The built-in words. */
  public Texts(Language language) {
    this(language, PromptFile.builtIn(language));
  }

  private Texts(Language language, PromptFile file) {
    this.language = language;
    this.file = file;
  }

  /**
   * The built-in words, and the park's own in their place.
   *
   * @param directory of the park's {@code zh.conf} and {@code en.conf}, if it has its own
   */
  public static Texts of(Language language, Optional<Path> directory) {
    return directory
        .map(own -> new Texts(language, PromptFile.read(language, own)))
        .orElseGet(() -> new Texts(language));
  }

  /** What is wrong with the park's own words, one line each; the built-in ones stand in. */
  public List<String> mistakes() {
    return file.mistakes();
  }

  /** In which dates and times are told. */
  public void tellTimesIn(ZoneId park) {
    zone = park;
  }

  /** One line for the panel. */
  public String panel(Prompt prompt) {
    return words(prompt, "panel");
  }

  /** What is said aloud. */
  public String voice(Prompt prompt) {
    return words(prompt, "voice");
  }

  private String words(Prompt prompt, String device) {
    for (String block : blocks(prompt)) {
      var template = file.find(block, device);
      if (template.isPresent()) {
        return template.get().render(values(prompt));
      }
    }
    throw new IllegalStateException("no words for " + prompt);
  }

  /** Where the words may be, the most special place first. */
  private static List<String> blocks(Prompt prompt) {
    if (prompt instanceof Prompt.Idle idle) {
      String kind = "idle." + idle.kind();
      return List.of(kind + "." + idle.leaving(), kind, "idle.ENTRY");
    } else if (prompt instanceof Prompt.Welcome welcome) {
      return List.of("welcome." + welcome.ticket().kind(), "welcome");
    } else if (prompt instanceof Prompt.Held held) {
      return List.of("held." + held.ticket().kind(), "held");
    } else if (prompt instanceof Prompt.Refused refused) {
      String reason = "refused." + refused.reason();
      return List.of(reason + "." + refused.ticket().kind(), reason, "refused");
    } else if (prompt instanceof Prompt.Standing standing) {
      return List.of("standing." + standing.posture(), "standing");
    } else if (prompt instanceof Prompt.Alarmed alarmed) {
      return List.of("alarm." + alarmed.alarm().replaceFirst(":.*", ""), "alarm");
    } else if (prompt instanceof Prompt.Opened) {
      return List.of("opened");
    } else if (prompt instanceof Prompt.Wait) {
      return List.of("wait");
    } else if (prompt instanceof Prompt.WaitInstead) {
      return List.of("wait-instead", "wait");
    } else if (prompt instanceof Prompt.Blocked) {
      return List.of("blocked");
    } else if (prompt instanceof Prompt.InsertCard) {
      return List.of("insert-card");
    } else if (prompt instanceof Prompt.TakeCard) {
      return List.of("take-card");
    } else if (prompt instanceof Prompt.Rejected) {
      return List.of("rejected");
    }
    return List.of("testing");
  }

  private Map<String, String> values(Prompt prompt) {
    var values = new HashMap<String, String>();
    if (prompt instanceof Prompt.Welcome welcome) {
      ticket(welcome.ticket(), values);
      if (welcome.left() != Decision.UNLIMITED) {
        values.put("left", Integer.toString(welcome.left()));
      }
      if (welcome.people() > 1) {
        values.put("people", Integer.toString(welcome.people()));
      }
      if (welcome.fare().fen() > 0) {
        values.put("fee", yuan((long) welcome.fare().fen() * welcome.people()));
        values.put("balance", yuan(welcome.fare().balanceFen()));
      }
    } else if (prompt instanceof Prompt.Held held) {
      ticket(held.ticket(), values);
    } else if (prompt instanceof Prompt.Refused refused) {
      ticket(refused.ticket(), values);
      if (refused.fromMillis() > 0) {
        var from = Instant.ofEpochMilli(refused.fromMillis()).atZone(zone);
        values.put("from", date(from));
        values.put("from-time", TIME.format(from));
      }
    }
    return values;
  }

  private void ticket(Ticket ticket, Map<String, String> values) {
    String kind =
        file.find("kind." + ticket.kind(), "text")
            .map(template -> template.render(Map.of()))
            .orElse("");
    String name = language == Language.zh ? ticket.nameZh() : ticket.nameEn();
    values.put("kind", kind);
    values.put("name", name.isEmpty() && isKnown(ticket) ? kind : name);
  }

  private static boolean isKnown(Ticket ticket) {
    return ticket.kind() != TicketKind.TICKET_KIND_UNSPECIFIED;
  }

  /** The date, and the time unless it is midnight. */
  private String date(ZonedDateTime from) {
    String date =
        DateTimeFormatter.ofPattern(language == Language.zh ? "M月d日" : "d MMM", Locale.ENGLISH)
            .format(from);
    return from.toLocalTime().equals(LocalTime.MIDNIGHT) ? date : date + " " + TIME.format(from);
  }

  private static String yuan(long fen) {
    return "%d.%02d".formatted(fen / 100, Math.abs(fen % 100));
  }
}
