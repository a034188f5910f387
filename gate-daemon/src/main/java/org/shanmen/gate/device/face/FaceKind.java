package org.shanmen.gate.device.face;

/** Whose terminals a gate understands, and where each posts its events. */
public enum FaceKind {
  /** {@code POST /hikvision}: ISAPI events in JSON, alone or as a part of a multipart body. */
  HIKVISION("/hikvision"),
  /** {@code POST /iclock/cdata?SN=...&table=rtlog} and the rest of the push protocol. */
  ZKTECO("/iclock"),
  /** {@code POST /dahua}: events in JSON. */
  DAHUA("/dahua");

  private final String path;

  FaceKind(String path) {
    this.path = path;
  }

  /** What all its paths begin with. */
  String path() {
    return path;
  }
}
