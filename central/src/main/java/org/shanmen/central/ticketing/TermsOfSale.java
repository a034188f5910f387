package org.shanmen.central.ticketing;

import java.util.List;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.Channels;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.web.Refused;

/** What a ticket type asks of an order before it is sold: where, and in whose name. Pure. */
final class TermsOfSale {
  private TermsOfSale() {}

  /**
   * @throws Refused if a type is not sold over this channel, or it is not said who comes
   */
  static void check(List<Draft> drafts, Channel channel, Contact contact) {
    for (var draft : drafts) {
      requireChannel(draft.type(), channel);
      var row = draft.type().row();
      if ((row.getRealName() || row.getLimitPerId() > 0) && draft.holder().isEmpty()) {
        throw Refused.unprocessable(
            "该票种实名或限购，每张票需要持票人姓名和证件（holders）：" + row.getCode(),
            "each ticket of %s needs its holder's name and document (holders)"
                .formatted(row.getCode()));
      }
      if (row.getLimitPerPhone() > 0 && contact.phone().isEmpty()) {
        throw Refused.unprocessable(
            "该票种限购，需要联系人手机号（contact.phone）：" + row.getCode(),
            "sales of %s are limited: the contact's phone number is needed (contact.phone)"
                .formatted(row.getCode()));
      }
    }
  }

  /**
   * @throws Refused if a type is not sold over this channel
   */
  static void requireChannel(TicketType type, Channel channel) {
    if (!Channels.hold(type.row().getChannels(), channel)) {
      throw Refused.unprocessable(
          "该票种不在此渠道销售（%s）：%s".formatted(channel, type.row().getCode()),
          "%s is not sold over %s".formatted(type.row().getCode(), channel));
    }
  }
}
