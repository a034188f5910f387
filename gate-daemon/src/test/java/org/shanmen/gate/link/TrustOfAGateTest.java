package org.shanmen.gate.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.whitelist.Sets;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Enrolled;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LaneSettings;

/** Renewal and revocation of a gate's certificate, by a centre that a test plays by hand. */
@ExtendWith(LeakWatch.class)
class TrustOfAGateTest {
  private static final long FINGERPRINT = 0x1122334455667788L;

  @TempDir Path directory;

  private final TestAuthority authority = new TestAuthority(Trust.SERVER_NAME);
  private final CountDownLatch revoked = new CountDownLatch(1);
  private final Queue<Runnable> lane = new ConcurrentLinkedQueue<>();
  private volatile boolean laneIsBusy;
  private TestCentre centre;
  private Journal journal;
  private Whitelist whitelist;
  private volatile CentreLink link;

  @BeforeEach
  void open() throws Exception {
    centre = new TestCentre(authority);
    journal = Journal.open(directory.resolve("journal"));
    whitelist = Whitelist.open(directory.resolve("whitelist"));
    link = link();
    link.start();
    centre.enrol("S3CRET");
  }

  private CentreLink link() {
    var listener =
        new DeafListener() {
          @Override
          public void onWelcome(LaneSettings settings, long centreTimeMillis) {
            onLane(() -> link.remember(settings));
          }

          @Override
          public void onRevoked() {
            onLane(() -> link.forget());
            revoked.countDown();
          }
        };
    return new CentreLink(
        new LinkSettings(
            "N1",
            "127.0.0.1",
            centre.port(),
            Optional.of("N1.S3CRET." + authority.fingerprint()),
            identity()),
        whitelist,
        journal,
        listener,
        Heartbeat::newBuilder,
        new ReconnectPause(10, 50, new Random(1)));
  }

  /** As the lane's loop: in order, at once or when the test takes its turn. */
  private void onLane(Runnable task) {
    if (laneIsBusy) {
      lane.add(task);
    } else {
      task.run();
    }
  }

  private Path identity() {
    return directory.resolve("identity");
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    whitelist.close();
    journal.close();
    centre.close();
  }

  @Test
  void hasACertificateRenewedBeforeItEndsAndShowsTheNewOne() throws Exception {
    // The test's authority gives certificates for a day.
    try (var peer = greeted()) {
      var renew = peer.next().getRenew();
      var issued = authority.issue("N1", renew.getCertificateRequest().toByteArray());
      assertThat(issued.getPublicKey()).isNotEqualTo(peer.certificate().getPublicKey());
      peer.send(enrolled(issued.getEncoded(), authority.certificate.getEncoded()));
      // The connection goes on.
      var set = Sets.empty();
      peer.send(Envelope.newBuilder().setDelta(set.change(List.of(Sets.put(Sets.right(1, 1))))));
      assertThat(peer.next().hasWhitelistAck()).isTrue();
      peer.close();
      try (var next = greeted()) {
        assertThat(next.certificate()).isEqualTo(issued);
      }
    }
  }

  @Test
  void keepsItsCertificateWhenTheNewOneIsOfNoUse() throws Exception {
    try (var peer = greeted()) {
      var renew = peer.next().getRenew();
      var stranger = new TestAuthority(Trust.SERVER_NAME);
      var issued = stranger.issue("N1", renew.getCertificateRequest().toByteArray());
      var before = peer.certificate();
      peer.send(enrolled(issued.getEncoded(), stranger.certificate.getEncoded()));
      assertThat(peer.any().hasHeartbeat()).isTrue();
      peer.close();
      try (var next = greeted()) {
        assertThat(next.certificate()).isEqualTo(before);
      }
    }
  }

  @Test
  void anOlderCentreIsNotAskedForACertificate() throws Exception {
    try (var peer = centre.greet(0)) {
      assertThat(peer.any().hasHeartbeat()).isTrue();
      assertThat(peer.any().hasHeartbeat()).isTrue();
    }
  }

  @Test
  void aRevokedGateForgetsEverythingButItsJournal() throws Exception {
    try (var peer = withARight()) {
      peer.send(Envelope.newBuilder().setRefusal(authority.revocation("N1", peer.certificate())));
      assertThat(revoked.await(30, TimeUnit.SECONDS)).isTrue();
      peer.awaitEnd();
    }
    // Returns when what the link had begun is done.
    link.close();
    link = link();
    assertThat(whitelist.version()).isZero();
    assertThat(whitelist.rights(FINGERPRINT)).isEmpty();
    assertThat(link.rememberedSettings()).isEmpty();
    assertThat(identity().resolve("identity.pem")).doesNotExist();
    assertThat(identity().resolve("lane-settings")).doesNotExist();
    assertThat(directory.resolve("journal")).isNotEmptyDirectory();
    // Nor in the generation before, nor in its log.
    try (var files = Files.walk(directory.resolve("whitelist"))) {
      assertThat(files.filter(Files::isRegularFile).toList())
          .isNotEmpty()
          .noneMatch(TrustOfAGateTest::showsTheFingerprint);
    }
  }

  @Test
  void onlyTheParkCanMakeAGateForgetAndOnlyTheOneThatItMeans() throws Exception {
    try (var peer = withARight()) {
      peer.send(
          Envelope.newBuilder()
              .setRefusal(
                  new TestAuthority(Trust.SERVER_NAME).revocation("N1", peer.certificate())));
      peer.awaitEnd();
    }
    try (var peer = greeted()) {
      peer.send(Envelope.newBuilder().setRefusal(authority.revocation("N2", peer.certificate())));
      peer.awaitEnd();
    }
    try (var peer = greeted()) {
      // Of a certificate that this gate had before.
      peer.send(
          Envelope.newBuilder().setRefusal(authority.revocation("N1", authority.certificate)));
      peer.awaitEnd();
    }
    try (var peer = greeted()) {
      assertThat(peer.hello.getHello().getWhitelistVersion()).isEqualTo(1);
      assertThat(whitelist.rights(FINGERPRINT)).isNotEmpty();
      assertThat(revoked.getCount()).isEqualTo(1);
    }
  }

  @Test
  void aWelcomeThatTheLaneTookLateDoesNotBringTheParksKeysBack() throws Exception {
    laneIsBusy = true;
    try (var peer = withARight()) {
      peer.send(Envelope.newBuilder().setRefusal(authority.revocation("N1", peer.certificate())));
      assertThat(revoked.await(30, TimeUnit.SECONDS)).isTrue();
      peer.awaitEnd();
    }
    lane.forEach(Runnable::run);
    // Returns when what the link had begun is done.
    link.close();
    link = link();
    assertThat(lane).hasSize(2);
    assertThat(identity().resolve("lane-settings")).doesNotExist();
    assertThat(identity().resolve("identity.pem")).doesNotExist();
  }

  @Test
  void takesItsSecretsAwayFromOthersWhenItStarts() throws Exception {
    greeted().close();
    link.close();
    var key = identity().resolve("identity.pem");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(identity(), PosixFilePermissions.fromString("rwxr-xr-x"));
    link = link();
    link.start();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(identity())))
        .isEqualTo("rwx------");
  }

  private TestCentre.Peer greeted() throws IOException {
    var peer = centre.accept();
    peer.hello = peer.next();
    peer.welcomeOfVersion(3, TestCentre.LANE);
    return peer;
  }

  private TestCentre.Peer withARight() throws Exception {
    var peer = greeted();
    assertThat(peer.next().hasRenew()).isTrue();
    var set = Sets.empty();
    peer.send(
        Envelope.newBuilder().setDelta(set.change(List.of(Sets.put(Sets.right(1, FINGERPRINT))))));
    assertThat(peer.next().hasWhitelistAck()).isTrue();
    return peer;
  }

  private static boolean showsTheFingerprint(Path file) {
    try {
      var bytes = ByteString.copyFrom(Files.readAllBytes(file));
      return contains(bytes, ByteOrder.BIG_ENDIAN) || contains(bytes, ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(ByteString bytes, ByteOrder order) {
    var wanted =
        ByteString.copyFrom(
            ByteBuffer.allocate(Long.BYTES).order(order).putLong(FINGERPRINT).array());
    return IntStream.rangeClosed(0, bytes.size() - Long.BYTES)
        .anyMatch(at -> bytes.substring(at, at + Long.BYTES).equals(wanted));
  }

  private static Envelope.Builder enrolled(byte[] own, byte[] authority) {
    return Envelope.newBuilder()
        .setEnrolled(
            Enrolled.newBuilder()
                .addCertificateChain(ByteString.copyFrom(own))
                .addCertificateChain(ByteString.copyFrom(authority)));
  }
}
