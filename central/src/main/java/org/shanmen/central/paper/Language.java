package org.shanmen.central.paper;

import java.util.Locale;

/** In which language something is printed. */
public enum Language {
  ZH,
  EN;

  /**
   * @param text zh or en
   * @throws IllegalArgumentException if it is another
   */
  public static Language of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
