package org.shanmen.gate.device.sound;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.shanmen.gate.Limits;

/**
 * Which recordings say a prompt, by the manifest in their directory, {@value #MANIFEST}: UTF-8, one
 * recording a line.
 *
 * <pre>
 * 请通行 TAB 001.wav            the phrase, a tab, a file in the same directory
 * 3 TAB n3.wav                  a number, in digits
 * . TAB point.wav               the point in 12.50; not the one that ends a sentence
 * # a comment
 * </pre>
 *
 * <p>A prompt is put together from the longest phrases that fit, from its beginning; upper and
 * lower case are the same, blanks and punctuation around phrases are skipped. A number that has no
 * recording is said digit by digit. Immutable, thread-safe.
 */
final class Recordings {
  static final String MANIFEST = "manifest.tsv";

  private static final Recordings NONE = new Recordings(Map.of());

  private final Map<String, Path> files;
  private final int longest;

  /**
   * @param files those of the beginning of the prompt that are recorded
   * @param unrecorded the rest of the prompt; empty if it is said whole
   */
  record Parts(List<Path> files, String unrecorded) {}

  private Recordings(Map<String, Path> files) {
    this.files = files;
    this.longest = files.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Nothing is recorded. */
  static Recordings none() {
    return NONE;
  }

  /**
   * @throws IOException if the manifest cannot be read or a line of it cannot be used; the message
   *     says which
   */
  static Recordings in(Path directory) throws IOException {
    Path manifest = directory.resolve(MANIFEST);
    if (Files.size(manifest) > Limits.SOUND_MANIFEST_BYTES) {
      throw new IOException(
          manifest + ": more than " + Limits.SOUND_MANIFEST_BYTES + " bytes: not a manifest");
    }
    Map<String, Path> files = new TreeMap<>();
    int number = 0;
    for (String line : Files.readString(manifest, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String[] fields = text.split("\t", -1);
      String phrase = fields[0].strip().toLowerCase(Locale.ROOT);
      String name = fields.length == 2 ? fields[1].strip() : "";
      if (phrase.isEmpty() || name.isEmpty() || name.contains("/")) {
        throw new IOException(
            manifest + ":" + number + ": expected a phrase, a tab and a file in this directory");
      }
      files.put(phrase, directory.resolve(name));
    }
    return new Recordings(files);
  }

  Parts parts(String prompt) {
    String text = prompt.toLowerCase(Locale.ROOT);
    List<Path> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length() && parts.size() < Limits.SOUND_PARTS) {
      int end = isDigit(text, at) ? number(text, at, parts) : phrase(text, at, parts);
      if (end == at) {
        if (Character.isLetterOrDigit(text.codePointAt(at))) {
          return new Parts(parts, prompt.substring(at));
        }
        end = at + Character.charCount(text.codePointAt(at));
      }
      at = end;
    }
    return new Parts(parts, at < text.length() ? prompt.substring(at) : "");
  }

  /** Where the longest phrase that begins here ends; here, if there is none. */
  private int phrase(String text, int from, List<Path> parts) {
    for (int end = Math.min(text.length(), from + longest); end > from; end--) {
      Path file = files.get(text.substring(from, end));
      if (file != null && !cutsWord(text, end) && !endsSentence(text, from, end)) {
        parts.add(file);
        return end;
      }
    }
    return from;
  }

  private int number(String text, int from, List<Path> parts) {
    int end = from;
    while (isDigit(text, end)) {
      end++;
    }
    Path whole = files.get(text.substring(from, end));
    if (whole != null) {
      parts.add(whole);
      return end;
    }
    List<Path> digits = new ArrayList<>();
    for (int i = from; i < end && digits.size() < Limits.SOUND_PARTS; i++) {
      Path digit = files.get(text.substring(i, i + 1));
      if (digit == null) {
        return from;
      }
      digits.add(digit);
    }
    parts.addAll(digits);
    return end;
  }

  /** Whether what stands here is a point that is not in a number. */
  private static boolean endsSentence(String text, int from, int end) {
    return end == from + 1
        && text.charAt(from) == '.'
        && !(from > 0 && isDigit(text, from - 1) && isDigit(text, end));
  }

  /** Whether a Latin word goes on here; Chinese has no words to cut. */
  private static boolean cutsWord(String text, int at) {
    return at < text.length() && isLatin(text.charAt(at - 1)) && isLatin(text.charAt(at));
  }

  private static boolean isLatin(char character) {
    return character >= 'a' && character <= 'z';
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }
}
