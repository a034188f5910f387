package org.shanmen.central.ticketing;

import java.util.regex.Pattern;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.IdCardNumber;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * What is shown at a gate.
 *
 * @param value normalised
 */
record Presented(CredentialKind kind, String value) {
  private static final Pattern CARD_NUMBER = Pattern.compile("(?:[0-9A-F]{2}){2,16}");

  private static final Pattern ID_NUMBER = Pattern.compile("[0-9A-Z]{5,32}");

  /**
   * @throws Refused if no gate could ever read such a value
   */
  static Presented of(String kind, String raw) {
    var parsed = CredentialKind.valueOf(kind);
    String value = Fingerprint.normalise(parsed, raw);
    if (parsed == CredentialKind.CARD && !CARD_NUMBER.matcher(value).matches()) {
      throw Refused.unprocessable(
          "卡号应为 4 到 32 位十六进制数：" + raw,
          "a card number is 4 to 32 hexadecimal digits, two for each byte, not " + raw);
    }
    if (parsed == CredentialKind.ID_CARD
        && (!ID_NUMBER.matcher(value).matches()
            || (IdCardNumber.hasForm(value) && !IdCardNumber.isSound(value)))) {
      throw Refused.unprocessable(
          "证件号码不正确，请核对：" + raw,
          "this is no number of an ID card (5 to 32 letters and digits; those of 18 have a check"
              + " digit): "
              + raw);
    }
    if (value.isEmpty()) {
      throw Refused.unprocessable("凭证不能为空", "a credential must not be blank");
    }
    return new Presented(parsed, value);
  }
}
