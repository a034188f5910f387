package org.shanmen.gate;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.ops.GateConfig;
import org.shanmen.gate.ops.Texts;
import org.shanmen.gate.whitelist.Whitelist;

/**
 * What a gate reads from its disk before it can serve. Whoever has it closes journal and whitelist.
 */
record OpenedBooks(Journal journal, Whitelist whitelist, Texts texts) {

  /** Opens them on a thread of its own: the devices take as long to come up, and need none. */
  static FutureTask<OpenedBooks> beside(GateConfig config) {
    var books = new FutureTask<>(() -> open(config));
    new Thread(books, "books").start();
    return books;
  }

  private static OpenedBooks open(GateConfig config) {
    return new OpenedBooks(
        Journal.open(config.data().resolve("journal"), config.powerPolicy()),
        Whitelist.open(config.data().resolve("whitelist")),
        Texts.of(config.language(), config.prompts()));
  }

  /**
   * Waits until they are open.
   *
   * @throws RuntimeException or an error, as opening them threw it
   */
  static OpenedBooks of(FutureTask<OpenedBooks> books) throws InterruptedException {
    try {
      return books.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
