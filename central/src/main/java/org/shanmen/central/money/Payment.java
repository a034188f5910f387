package org.shanmen.central.money;

/** What a visitor pays with, and is paid back by. */
public enum Payment {
  CASH(Account.CASH),
  /** By a card terminal, whose amount is entered at the window or kiosk. */
  CARD(Account.CARD),
  QR(Account.QR),
  /** To a partner (OTA), who settles with the park. */
  PARTNER(Account.PARTNER);

  private final Account account;

  Payment(Account account) {
    this.account = account;
  }

  /** Where it goes. */
  public Account account() {
    return account;
  }
}
