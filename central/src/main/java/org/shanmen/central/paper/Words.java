package org.shanmen.central.paper;

/** The same in both languages. */
public record Words(String zh, String en) {
  public String in(Language language) {
    return language == Language.ZH ? zh : en;
  }
}
