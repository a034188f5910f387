package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.shanmen.central.payment.BillComparison.Difference;
import org.shanmen.central.payment.BillComparison.Item;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.Bill.Subject;

class BillComparisonTest {
  private static final Item CHARGE = new Item(Subject.CHARGE, "C1");
  private static final Item REFUND = new Item(Subject.REFUND, "R1");

  @Test
  void aBillThatTellsOneItemInSeveralLinesIsAddedUp() {
    var bill =
        List.of(
            new Bill.Line(Subject.CHARGE, "C1", 50_00),
            new Bill.Line(Subject.REFUND, "C1", 5_00),
            new Bill.Line(Subject.CHARGE, "C1", 30_00));
    assertThat(BillComparison.items(bill))
        .isEqualTo(Map.of(CHARGE, 80_00L, new Item(Subject.REFUND, "C1"), 5_00L));
  }

  @Test
  void whatOneSideDoesNotHaveIsADifferenceOfChargesAndRefundsAlike() {
    for (var item : List.of(CHARGE, REFUND)) {
      var some = Map.of(item, 80_00L);
      assertThat(BillComparison.of(some, some)).isEmpty();
      assertThat(BillComparison.of(some, Map.of()))
          .containsExactly(new Difference(item, Optional.of(80_00L), Optional.empty()));
      assertThat(BillComparison.of(Map.of(), some))
          .containsExactly(new Difference(item, Optional.empty(), Optional.of(80_00L)));
    }
  }
}
