package org.shanmen.central.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class BalanceTest {
  @Example
  void ahundredOfAThousandAndTwoHundredAreEightyThreeAndSeventeen() {
    var balance = Balance.EMPTY.paidIn(1000_00, 200_00);
    assertThat(balance.partsOf(100_00)).isEqualTo(new Balance.Parts(83_33, 16_67));
  }

  @Property
  void everyFenSpentIsAFenInTheBooksAndNothingDrifts(
      @ForAll @LongRange(max = 100_000_000) long principal,
      @ForAll @LongRange(max = 100_000_000) long bonus,
      @ForAll @Size(max = 200) List<@IntRange(max = 1_000_000) Integer> fees) {
    var balance = Balance.EMPTY.paidIn(principal, bonus);
    long spent = 0;
    long ofPrincipal = 0;
    for (int fee : fees) {
      var parts = balance.partsOf(fee);
      balance = balance.charged(fee);
      spent += fee;
      ofPrincipal += parts.principal();
      assertThat(parts.total()).isEqualTo(fee);
      assertThat(parts.principal()).isNotNegative();
      assertThat(parts.bonus()).isNotNegative();
      assertThat(balance.left().principal()).isEqualTo(principal - ofPrincipal);
      assertThat(balance.left().total()).isEqualTo(principal + bonus - spent);
      assertThat(balance.left().bonus()).isNotNegative();
      if (spent <= principal + bonus && principal + bonus > 0) {
        double exact = (double) principal * spent / (principal + bonus);
        assertThat(ofPrincipal).isBetween((long) Math.floor(exact), (long) Math.ceil(exact));
      }
    }
  }

  @Property
  void oneFenAtATimeIsSplitLikeTheWhole(
      @ForAll @IntRange(max = 3000) int principal, @ForAll @IntRange(max = 3000) int bonus) {
    var balance = Balance.EMPTY.paidIn(principal, bonus);
    for (int i = 0; i < principal + bonus; i++) {
      balance = balance.charged(1);
    }
    assertThat(balance.left()).isEqualTo(new Balance.Parts(0, 0));
  }

  @Property
  void payingInKeepsWhatWasThere(
      @ForAll @IntRange(max = 100_000) int principal,
      @ForAll @IntRange(max = 100_000) int bonus,
      @ForAll @IntRange(max = 300_000) int fee,
      @ForAll @IntRange(max = 100_000) int morePrincipal,
      @ForAll @IntRange(max = 100_000) int moreBonus) {
    var before = Balance.EMPTY.paidIn(principal, bonus).charged(fee);
    var after = before.paidIn(morePrincipal, moreBonus);
    assertThat(after.left().total()).isEqualTo(before.left().total() + morePrincipal + moreBonus);
    assertThat(after.left().bonus()).isBetween(0L, before.left().bonus() + moreBonus);
  }

  @Example
  void whatWasOverspentIsADebtThatTheNextPaymentSettlesFirst() {
    var overspent = Balance.EMPTY.paidIn(100, 20).charged(150);
    assertThat(overspent.left()).isEqualTo(new Balance.Parts(-30, 0));
    assertThat(overspent.paidIn(100, 20).left()).isEqualTo(new Balance.Parts(70, 20));
    assertThat(overspent.paidIn(10, 30).left()).isEqualTo(new Balance.Parts(0, 10));
    assertThat(overspent.paidIn(5, 5).left()).isEqualTo(new Balance.Parts(-20, 0));
  }

  @Example
  void aTicketHoldsNoMoreThanTheBooksCanReckonWith() {
    assertThatThrownBy(() -> Balance.EMPTY.paidIn(Balance.MOST, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Balance.EMPTY.paidIn(Balance.MOST, 0).partsOf(Balance.MOST).principal())
        .isEqualTo(Balance.MOST);
  }
}
