package org.shanmen.central.money;

/** What a visitor pays with, and is paid back by. */
public enum Payment {
  CASH(Account.CASH),
  /** By a card terminal at the window, whose amount the clerk enters. */
  CARD(Account.CARD),
  QR(Account.QR);

  private final Account account;

  Payment(Account account) {
    this.account = account;
  }

  /** Where it goes. */
  public Account account() {
    return account;
  }
}
