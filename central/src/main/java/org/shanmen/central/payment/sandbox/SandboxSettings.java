package org.shanmen.central.payment.sandbox;

import java.net.URI;
import java.security.PublicKey;

/**
 * How to reach a sandbox.
 *
 * @param secret what it knows the park by
 * @param publicKey Ed25519, by which its notifications are verified
 * @param notifyUrl where it sends them
 */
public record SandboxSettings(URI url, String secret, PublicKey publicKey, String notifyUrl) {
  /** Leaves the secret out: settings end up in logs. */
  @Override
  public String toString() {
    return url.toString();
  }
}
