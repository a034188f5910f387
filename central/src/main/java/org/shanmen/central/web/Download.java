package org.shanmen.central.web;

import io.vertx.core.buffer.Buffer;

/**
 * A file that an operation answers with instead of JSON.
 *
 * @param mediaType as in openapi.yaml
 * @param name under which a browser keeps it: ASCII, without quotes
 */
public record Download(String mediaType, String name, Buffer bytes) {
  public static final String PDF = "application/pdf";
  public static final String CSV = "text/csv";
  public static final String XLSX =
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  public static final String BYTES = "application/octet-stream";

  /**
   * @throws IllegalArgumentException if the name cannot be written into a header
   */
  public Download {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("not a name for a file: " + name);
    }
  }
}
