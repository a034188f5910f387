package org.shanmen.central.payment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.Bill.Subject;

/** A provider's bill of a day beside what is written here. Pure. */
final class BillComparison {
  /** What is wrong; the names are those of the database and the interface. */
  enum Kind {
    MISSING_HERE,
    MISSING_THERE,
    OTHER_AMOUNT
  }

  /** A charge or refund, by its number. */
  record Item(Subject subject, String number) {}

  /**
   * @param here fen; empty: missing
   * @param there fen; empty: missing
   */
  record Difference(Item item, Optional<Long> here, Optional<Long> there) {
    Kind kind() {
      if (here.isEmpty()) {
        return Kind.MISSING_HERE;
      }
      return there.isEmpty() ? Kind.MISSING_THERE : Kind.OTHER_AMOUNT;
    }
  }

  private BillComparison() {}

  /** A bill by its items; lines of one item are added up. */
  static Map<Item, Long> items(List<Bill.Line> lines) {
    var items = new HashMap<Item, Long>();
    lines.forEach(
        line -> items.merge(new Item(line.subject(), line.number()), line.fen(), Long::sum));
    return items;
  }

  /** What is not the same on both sides, by number. */
  static List<Difference> of(Map<Item, Long> here, Map<Item, Long> there) {
    var all =
        new TreeSet<Item>(
            java.util.Comparator.comparing(Item::number).thenComparing(Item::subject));
    all.addAll(here.keySet());
    all.addAll(there.keySet());
    var differences = new ArrayList<Difference>();
    for (var item : all) {
      var ours = Optional.ofNullable(here.get(item));
      var theirs = Optional.ofNullable(there.get(item));
      if (!ours.equals(theirs)) {
        differences.add(new Difference(item, ours, theirs));
      }
    }
    return differences;
  }

  static long fen(Map<Item, Long> items, Subject subject) {
    return items.entrySet().stream()
        .filter(item -> item.getKey().subject() == subject)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static int count(Map<Item, Long> items, Subject subject) {
    return (int) items.keySet().stream().filter(item -> item.subject() == subject).count();
  }
}
