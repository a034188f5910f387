package org.shanmen.sim.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.Ports;

/**
 * The Mosquitto broker as a process of its own, subscribers of one topic and a publisher, MQTT
 * 3.1.1 with QoS 1, without TLS and without persistence. The packets are written out here: three
 * kinds are needed.
 *
 * <pre>
 * PUBLISH  | 32 | rest | 00 01 't' | packet id (2) | payload |   rest below 128: one byte
 * PUBACK   | 40 | 02   | packet id (2) |
 * </pre>
 */
final class MosquittoPeer implements AutoCloseable {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final byte[] TOPIC = {0, 1, 't'};
  private static final int HEAD_BYTES = 2;
  private static final int ID_BYTES = 2;
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int PUBACK = 0x40;
  private static final int CONNECT = 0x10;
  private static final int SUBSCRIBE = 0x82;
  private static final int CONNACK_BYTES = 4;
  private static final int SUBACK_BYTES = 5;
  private static final int LONGEST_REST = 127;

  private final Process process;
  private final int subscriberCount;
  private final byte[] payload;
  private final Arrivals arrivals = new Arrivals();
  private final ReadyClients subscribers;
  private final SocketChannel publisher;
  private short nextId = 1;

  private MosquittoPeer(Process process, int port, int count, byte[] payload) throws IOException {
    this.process = process;
    this.subscriberCount = count;
    this.payload = payload;
    int publishBytes = HEAD_BYTES + TOPIC.length + ID_BYTES + payload.length;
    if (publishBytes - HEAD_BYTES > LONGEST_REST) {
      throw new IllegalArgumentException(payload.length + " bytes do not fit into a short PUBLISH");
    }
    subscribers = new ReadyClients(publishBytes, MosquittoPeer::acknowledgement, arrivals::arrived);
    for (int i = 0; i < count; i++) {
      var subscriber = connected(port, "s" + i);
      write(subscriber, SUBSCRIBE, new byte[] {0, 1, 0, 1, 't', 1});
      read(subscriber, SUBACK_BYTES);
      subscribers.add(subscriber);
    }
    publisher = connected(port, "publisher");
    subscribers.start();
  }

  /**
   * @param payload at most some 120 bytes
   * @return empty if Mosquitto is not installed
   */
  static Optional<MosquittoPeer> start(Path directory, int subscribers, byte[] payload)
      throws IOException {
    var program = PLACES.stream().filter(Files::isExecutable).findFirst();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    int port = Ports.free();
    Path configuration = directory.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        "listener %d 127.0.0.1%nallow_anonymous true%npersistence false%nset_tcp_nodelay true%n"
            .formatted(port));
    var process =
        new ProcessBuilder(program.get().toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("mosquitto.log").toFile())
            .start();
    try {
      Await.until(
          "Mosquitto to listen",
          START_LIMIT,
          () -> {
            SocketChannel.open(new InetSocketAddress("127.0.0.1", port)).close();
            return true;
          },
          listening -> listening);
      return Optional.of(new MosquittoPeer(process, port, subscribers, payload));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static SocketChannel connected(int port, String name) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    byte[] id = name.getBytes(StandardCharsets.US_ASCII);
    // MQTT 3.1.1, clean session, no keep-alive.
    var body =
        ByteBuffer.allocate(12 + id.length)
            .put(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, (byte) id.length})
            .put(id);
    write(channel, CONNECT, body.array());
    read(channel, CONNACK_BYTES);
    return channel;
  }

  private static void write(SocketChannel channel, int kind, byte[] body) throws IOException {
    var packet = ByteBuffer.allocate(HEAD_BYTES + body.length);
    channel.write(packet.put((byte) kind).put((byte) body.length).put(body).flip());
  }

  private static void read(SocketChannel channel, int bytes) throws IOException {
    var answer = ByteBuffer.allocate(bytes);
    while (answer.hasRemaining()) {
      if (channel.read(answer) < 0) {
        throw new IOException("Mosquitto closed the connection");
      }
    }
  }

  private static Optional<ByteBuffer> acknowledgement(ByteBuffer publish) {
    short id = publish.getShort(HEAD_BYTES + TOPIC.length);
    return Optional.of(ByteBuffer.allocate(4).put((byte) PUBACK).put((byte) 2).putShort(id).flip());
  }

  /** Publishes once; returns when every subscriber has it. */
  void send(Histogram nanos) throws IOException, InterruptedException {
    var body = ByteBuffer.allocate(TOPIC.length + ID_BYTES + payload.length);
    body.put(TOPIC).putShort(nextId++).put(payload);
    arrivals.begin(subscriberCount, nanos);
    write(publisher, PUBLISH_QOS_1, body.array());
    read(publisher, 4);
    arrivals.awaitAll();
  }

  @Override
  public void close() throws IOException {
    publisher.close();
    subscribers.close();
    process.destroy();
  }
}
