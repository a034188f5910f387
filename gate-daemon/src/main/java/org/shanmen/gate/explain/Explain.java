package org.shanmen.gate.explain;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.journal.JournalReader;
import org.shanmen.gate.log.ConsoleLog;
import org.shanmen.protocol.wire.Event;

/**
 * {@code ./shanmen explain}: why, step by step. Only reads; the gate may be running.
 *
 * <p>Exit codes: 0 explained, 1 the journal cannot be read, 2 a mistake in what was asked for.
 */
public final class Explain {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_MISTAKE = 2;

  private final PrintStream out;
  private final PrintStream err;

  Explain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    ConsoleLog.start();
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    String language = Optional.ofNullable(System.getenv("LANG")).orElse("");
    System.exit(
        new Explain(out, err).run(arguments, language.toLowerCase(Locale.ROOT).startsWith("zh")));
  }

  /**
   * @param chinese the language unless the arguments ask for another
   * @return the exit code
   */
  int run(String[] arguments, boolean chinese) {
    try {
      var spoken = Wish.parse(arguments, chinese);
      explain(spoken.wish(), spoken.chinese());
      return 0;
    } catch (Mistake e) {
      err.println("shanmen explain: " + e.getMessage());
      return EXIT_MISTAKE;
    } catch (IOException | JournalFailed e) {
      err.println("shanmen explain: the journal cannot be read / 无法读取日志: " + e.getMessage());
      return EXIT_FAILED;
    }
  }

  private void explain(Wish wish, boolean chinese) throws Mistake, IOException {
    if (wish instanceof Wish.OfQuestion asked) {
      var account = new Account(chinese);
      account.ask(Account.read(asked.text()));
      account.lines().forEach(out::println);
    } else if (wish instanceof Wish.OfSequence one) {
      tell(withSequence(journal(one.data()), one.sequence()), chinese);
    } else if (wish instanceof Wish.OfLast some) {
      last(journal(some.data()), some.last()).forEach(event -> tell(event, chinese));
    }
  }

  private void tell(Event event, boolean chinese) {
    var account = new Account(chinese);
    account.tell(event);
    account.lines().forEach(out::println);
  }

  private static Path journal(Path data) throws Mistake {
    var journal = data.resolve("journal");
    if (!Files.isDirectory(journal)) {
      throw new Mistake(
          journal
              + ": no such directory; --data wants the directory that gate.data names in the gate's"
              + " configuration / 目录不存在,请使用检票机配置中 gate.data 的目录");
    }
    return journal;
  }

  /** Oldest first. */
  private static Deque<Event> last(Path journal, int count) throws Mistake, IOException {
    var found = new ArrayDeque<Event>();
    JournalReader.newestFirst(
        journal,
        event -> {
          if (Account.isDecision(event)) {
            found.addFirst(event);
          }
          return found.size() < count;
        });
    if (found.isEmpty()) {
      throw new Mistake(
          journal
              + ": it holds no decision; nobody showed anything yet, or the centre has stored all"
              + " of it / 日志中没有决定记录");
    }
    return found;
  }

  private static Event withSequence(Path journal, long sequence) throws Mistake, IOException {
    var found = new AtomicReference<Event>();
    JournalReader.newestFirst(
        journal,
        event -> {
          if (event.getSequence() == sequence) {
            found.set(event);
          }
          return found.get() == null;
        });
    if (found.get() == null) {
      throw new Mistake(
          "%s: no event %d; it may have been removed after the centre stored it, --last N shows what is there / 没有该记录"
              .formatted(journal, sequence));
    }
    return found.get();
  }
}
