package org.shanmen.sim.e2e;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/** As somebody looks at the console: in his language, by day or night, at a desk or on a phone. */
record Look(String language, boolean dark, boolean phone) {
  /** Whether this is {@code ./shanmen pictures}. */
  static boolean isEveryOneWanted() {
    return Boolean.getBoolean("shanmen.pictures");
  }

  /** Two that differ in everything; all of them for {@code ./shanmen pictures}. */
  static List<Look> wanted() {
    if (!isEveryOneWanted()) {
      return List.of(new Look("zh-CN", false, false), new Look("en-GB", true, true));
    }
    var all = new ArrayList<Look>();
    for (String language : new String[] {"zh-CN", "en-GB"}) {
      for (boolean dark : new boolean[] {false, true}) {
        for (boolean phone : new boolean[] {false, true}) {
          all.add(new Look(language, dark, phone));
        }
      }
    }
    return all;
  }

  int width() {
    return phone ? 390 : 1280;
  }

  int height() {
    return phone ? 844 : 900;
  }

  /** Whether the page needs to be scrolled sideways. */
  boolean isTooNarrowFor(Page page) {
    Object needed = page.evaluate("document.documentElement.scrollWidth");
    return ((Number) needed).intValue() > width();
  }

  /** As pictures are called. */
  @Override
  public String toString() {
    return "%s-%s-%s"
        .formatted(language.substring(0, 2), dark ? "dark" : "light", phone ? "phone" : "desk");
  }
}
