package org.shanmen.gate.explain;

import java.nio.file.Path;
import org.shanmen.gate.Limits;

/** What the command line asks for. */
sealed interface Wish {
  /** To explain a question that was printed or copied. */
  record OfQuestion(String text) implements Wish {}

  /** To explain the last decisions of a gate. */
  record OfLast(Path data, int last) implements Wish {}

  /** To explain the newest event with a sequence. */
  record OfSequence(Path data, long sequence) implements Wish {}

  /** A wish and the language in which to answer it. */
  record Spoken(Wish wish, boolean chinese) {}

  String USAGE =
      """
      usage / 用法:
        shanmen explain --data DIR [--last N | --sequence S] [--language zh|en]
        shanmen explain QUESTION [--language zh|en]
      DIR is the gate's gate.data; QUESTION is what the first form prints behind "question"
      DIR 为检票机的 gate.data 目录;QUESTION 为第一种用法打印的 question 文本""";

  /**
   * @param chinese the language unless another is asked for
   */
  static Spoken parse(String[] arguments, boolean chinese) throws Mistake {
    boolean zh = chinese;
    Path data = null;
    String question = null;
    Long last = null;
    Long sequence = null;
    for (int at = 0; at < arguments.length; at++) {
      String argument = arguments[at];
      if (!argument.startsWith("--")) {
        if (question != null) {
          throw new Mistake("one question at a time, please; \"" + argument + "\" is too much");
        }
        question = argument;
        continue;
      }
      if (at + 1 == arguments.length) {
        throw new Mistake(argument + ": a value is missing behind it\n" + USAGE);
      }
      String value = arguments[++at];
      switch (argument) {
        case "--data" -> data = Path.of(value);
        case "--last" -> last = number(argument, value, Limits.EXPLAINED);
        case "--sequence" -> sequence = number(argument, value, Long.MAX_VALUE);
        case "--language" -> zh = isChinese(value);
        default -> throw new Mistake("unknown option " + argument + "\n" + USAGE);
      }
    }
    return new Spoken(wish(data, question, last, sequence), zh);
  }

  private static Wish wish(Path data, String question, Long last, Long sequence) throws Mistake {
    if ((data == null) == (question == null)) {
      throw new Mistake("give either --data DIR or a question\n" + USAGE);
    }
    if (data == null) {
      if (last != null || sequence != null) {
        throw new Mistake("--last and --sequence go with --data DIR\n" + USAGE);
      }
      return new OfQuestion(question);
    }
    if (last != null && sequence != null) {
      throw new Mistake("give --last or --sequence, not both\n" + USAGE);
    }
    return sequence != null
        ? new OfSequence(data, sequence)
        : new OfLast(data, last == null ? 1 : last.intValue());
  }

  private static long number(String option, String value, long largest) throws Mistake {
    try {
      long number = Long.parseLong(value);
      if (number >= 1 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with what is expected.
    }
    throw new Mistake("%s %s: expected a number from 1 to %d".formatted(option, value, largest));
  }

  private static boolean isChinese(String value) throws Mistake {
    return switch (value) {
      case "zh" -> true;
      case "en" -> false;
      default -> throw new Mistake("--language " + value + ": expected zh or en");
    };
  }
}
