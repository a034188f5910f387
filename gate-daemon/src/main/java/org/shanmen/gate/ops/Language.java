package org.shanmen.gate.ops;

/** Of panel and voice. Spelled as in the configuration file. */
public enum Language {
  /** 中文. */
  zh,
  /** English. */
  en
}
