package org.shanmen.central.people;

/**
 * Something that is wrong with the audit log.
 *
 * @param position in the chain; 0: not in the chain
 * @param id of the entry; 0: there is none
 */
public record AuditFinding(Kind kind, long position, long id) {
  /** What was done to the log. */
  public enum Kind {
    /** What an entry says is not what was logged. */
    CHANGED("内容被改动", "was changed"),
    /** An entry was taken away. */
    MISSING("被删除", "was taken away"),
    /** An entry that nobody logged. */
    INSERTED("是插入的，不在链中", "was put in: it is not in the chain"),
    /** The chain itself was changed, or an entry together with its digest. */
    BROKEN("链接不成立：链被改动", "does not follow from the one before: the chain was changed"),
    /** A link of the chain was taken away. */
    GAP("在链中缺失", "is missing in the chain"),
    /** Texts were taken out without an entry that says who did it. */
    ERASED("内容被抹去，但无抹除记录", "was erased, and no entry says by whom"),
    /** The end that was noted elsewhere is not there, or is another one. */
    CUT("与已留存的链尾不符：末尾被截断或替换", "is not what was noted of it: the end was cut off or replaced");

    private final String zh;
    private final String en;

    Kind(String zh, String en) {
      this.zh = zh;
      this.en = en;
    }
  }

  /** For people. */
  public String zh() {
    return (position > 0 ? "第 " + position + " 条" : "记录") + number() + kind.zh;
  }

  /** For people. */
  public String en() {
    return (position > 0 ? "link " + position : "entry") + number() + kind.en;
  }

  private String number() {
    return id > 0 ? " (id " + id + ") " : " ";
  }
}
