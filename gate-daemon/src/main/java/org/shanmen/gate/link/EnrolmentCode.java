package org.shanmen.gate.link;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A one-time enrolment code as the centre prints it: {@code GATE.SECRET.CAFP}, the last part being
 * the first 32 hexadecimal characters of the SHA-256 of the park CA's certificate.
 */
record EnrolmentCode(String gate, String secret, String caFingerprint) {
  private static final Pattern FORM =
      Pattern.compile("([^.\\s]+)\\.([^.\\s]+)\\.([0-9a-fA-F]{32})");

  /**
   * @throws IllegalArgumentException if this is no code, or one for another gate
   */
  static EnrolmentCode parse(String text, String gateId) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "centre.enrolment-code: expected GATE.SECRET.FINGERPRINT as the centre printed it;"
              + " make a new one in the console");
    }
    if (!parts.group(1).equals(gateId)) {
      throw new IllegalArgumentException(
          "centre.enrolment-code is for gate %s, but gate.id is %s"
              .formatted(parts.group(1), gateId));
    }
    return new EnrolmentCode(
        parts.group(1), parts.group(2), parts.group(3).toLowerCase(Locale.ROOT));
  }

  boolean names(X509Certificate certificate) {
    return Sha256.of(certificate).startsWith(caFingerprint);
  }

  /** Tells codes apart without giving them away. */
  String mark() {
    return Sha256.of((gate + "." + secret).getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return gate + ".***." + caFingerprint;
  }
}
