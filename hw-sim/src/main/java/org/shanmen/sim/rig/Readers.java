package org.shanmen.sim.rig;

import java.io.IOException;
import java.util.HexFormat;
import org.shanmen.sim.serial.CardFrame;
import org.shanmen.sim.serial.CodeFrame;
import org.shanmen.sim.serial.HexFrame;
import org.shanmen.sim.serial.SerialDevice;
import org.shanmen.sim.serial.WiegandLine;

/** The lane's readers: which of them reads what is shown where, and how it tells. Thread-safe. */
final class Readers {
  private final SerialSettings how;
  private final SerialPlayers serial;

  Readers(SerialSettings how, SerialPlayers serial) {
    this.how = how;
    this.serial = serial;
  }

  /**
   * @throws IOException if nothing at that place reads such a thing, or the reader is unplugged
   */
  void read(Credential credential, Spot spot) throws IOException {
    var device = reader(credential.kind(), spot);
    serial.send(device, frame(device, credential));
  }

  private static SerialDevice reader(Credential.Kind kind, Spot spot) throws IOException {
    if (kind == Credential.Kind.IC) {
      return switch (spot) {
        case OUTER -> SerialDevice.CARD_READER;
        case INNER -> SerialDevice.CARD_READER_INNER;
        case COLLECTOR -> SerialDevice.COLLECTOR_READER;
      };
    }
    if (kind == Credential.Kind.QR && spot != Spot.COLLECTOR) {
      return spot == Spot.OUTER ? SerialDevice.SCANNER : SerialDevice.SCANNER_INNER;
    }
    if (kind == Credential.Kind.ID && spot == Spot.OUTER) {
      return SerialDevice.ID_READER;
    }
    throw new IOException("nothing at that place reads " + kind);
  }

  private byte[] frame(SerialDevice device, Credential credential) {
    if (credential.kind() != Credential.Kind.IC) {
      var suffix = how.suffixes().getOrDefault(device, CodeFrame.Suffix.CR);
      return CodeFrame.of(credential.value(), suffix, how.eci().contains(device));
    }
    byte[] uid = HexFormat.of().parseHex(credential.value());
    if (how.reversed().contains(device)) {
      byte[] sent = uid.clone();
      for (int i = 0; i < uid.length; i++) {
        sent[i] = uid[uid.length - 1 - i];
      }
      uid = sent;
    }
    return switch (how.cards().getOrDefault(device, SerialSettings.CardProtocol.STX_LEN)) {
      case STX_LEN -> CardFrame.of(uid);
      case RFK101 -> HexFrame.of(uid);
      case WIEGAND26 -> WiegandLine.of(uid, 3);
      case WIEGAND34 -> WiegandLine.of(uid, 4);
    };
  }
}
