package org.shanmen.central.payment.provider;

import java.util.Map;

/**
 * What came to the notification address, as it came.
 *
 * @param headers by their names in lower case
 */
public record Message(Map<String, String> headers, byte[] body) {
  public Message {
    headers = Map.copyOf(headers);
  }

  /** A header's value; empty if it was not sent. */
  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }
}
