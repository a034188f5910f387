package org.shanmen.central.paper;

import java.util.List;

/**
 * A table for people, in one language.
 *
 * @param subtitle such as the days that it is about
 * @param rows texts, one for each heading
 * @param total the same; empty: none
 * @param notes below the table
 * @param signatures who signs; empty: nobody
 */
public record PrintedTable(
    String title,
    String subtitle,
    List<Heading> headings,
    List<List<String>> rows,
    List<String> total,
    List<String> notes,
    List<String> signatures) {
  /**
   * @param number its values stand on the right
   */
  public record Heading(String text, boolean number) {}
}
