package org.shanmen.gate.link;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.shanmen.gate.DurableFile;
import org.shanmen.protocol.wire.LaneSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the centre last said about this lane, so that the gate can work before the centre is
 * reached: a serialised {@code LaneSettings} and its CRC-32C (4 bytes) in {@code lane-settings}.
 * Holds the park's fingerprint key, so it is readable by the service user only.
 */
final class RememberedSettings {
  private static final Logger LOG = LoggerFactory.getLogger(RememberedSettings.class);
  private static final int CRC_BYTES = 4;

  private final Path file;
  private volatile Optional<LaneSettings> settings;

  RememberedSettings(Path directory) {
    this.file = directory.resolve("lane-settings");
    this.settings = read();
  }

  Optional<LaneSettings> get() {
    return settings;
  }

  /**
   * Keeps new settings; that they could not be written is logged, they are in force all the same.
   */
  void remember(LaneSettings lane) {
    if (settings.isPresent() && settings.get().equals(lane)) {
      return;
    }
    settings = Optional.of(lane);
    byte[] body = lane.toByteArray();
    try {
      DurableFile.replace(
          file, ByteBuffer.allocate(body.length + CRC_BYTES).put(body).putInt(crc(body)).array());
    } catch (IOException e) {
      LOG.error(
          "The lane's settings could not be kept; a restart without the centre will miss them", e);
    }
  }

  /** The gate is one of the park's no more. */
  void forget() throws IOException {
    settings = Optional.empty();
    Files.deleteIfExists(file);
    DurableFile.forceDirectory(file.getParent());
  }

  private Optional<LaneSettings> read() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > CRC_BYTES) {
        byte[] body = Arrays.copyOf(bytes, bytes.length - CRC_BYTES);
        if (ByteBuffer.wrap(bytes).getInt(body.length) == crc(body)) {
          return Optional.of(LaneSettings.parseFrom(body));
        }
      }
      LOG.warn("{} is damaged: the centre will send it again", file);
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("{} cannot be read: the centre will send it again", file, e);
    } catch (IOException e) {
      LOG.warn("{} cannot be read", file, e);
    }
    return Optional.empty();
  }

  private static int crc(byte[] body) {
    var crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}
