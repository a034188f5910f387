package org.shanmen.central.web;

/**
 * A machine that sells: a web shop, kiosk or partner.
 *
 * @param channel WEB, KIOSK or PARTNER
 */
public record Machine(int id, String code, String channel) {
  /** As it is named in the audit log; no user has such a name. */
  String actorName() {
    return "channel:" + code;
  }
}
