package org.shanmen.gate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.whitelist.Sets;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.SnapshotChunk;

@ExtendWith(LeakWatch.class)
class CentreLinkTest {
  private static final String SECRET = "S3CRET";

  /** What the lane heard. */
  private sealed interface Heard {
    record Welcomed(LaneSettings lane) implements Heard {}

    record Commanded(Command command) implements Heard {}

    record Area(AreaState area) implements Heard {}

    record WhitelistChanged() implements Heard {}

    record Link(boolean up) implements Heard {}
  }

  @TempDir Path directory;

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final TestAuthority authority = new TestAuthority(Trust.SERVER_NAME);
  private TestCentre centre;
  private Journal journal;
  private Whitelist whitelist;
  private CentreLink link;

  @BeforeEach
  void open() throws IOException {
    centre = new TestCentre(authority);
    journal = Journal.open(directory.resolve("journal"));
    whitelist = Whitelist.open(directory.resolve("whitelist"));
  }

  @AfterEach
  void close() throws IOException {
    if (link != null) {
      link.close();
    }
    whitelist.close();
    journal.close();
    centre.close();
  }

  @Test
  void enrolsOnceAndComesBackByItself() throws Exception {
    startWithCode();
    centre.enrol(SECRET);
    try (var peer = centre.greet(0)) {
      assertThat(peer.client().getName()).isEqualTo("CN=N1");
      assertThat(peer.hello.getHello().getGate()).isEqualTo("N1");
      assertThat(peer.hello.getHello().getJournalEpoch()).isEqualTo(journal.epoch());
      await(new Heard.Welcomed(TestCentre.LANE));
      await(new Heard.Link(true));
      assertThat(link.isUp()).isTrue();
    }
    await(new Heard.Link(false));
    try (var peer = centre.greet(0)) {
      await(new Heard.Link(true));
    }
    link.close();

    // Another life: the code is used up and not needed.
    link = link(Optional.of("N1." + SECRET + "." + authority.fingerprint()));
    assertThat(link.rememberedSettings()).contains(TestCentre.LANE);
    link.start();
    try (var peer = centre.greet(0)) {
      await(new Heard.Link(true));
    }
  }

  @Test
  void keepsItsSecretsToItself() throws Exception {
    enrolled();
    try (var peer = centre.greet(0)) {
      await(new Heard.Link(true));
    }
    link.close();
    link = null;
    for (var name : List.of("identity.pem", "lane-settings")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("identity").resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void asksWithANewCodeAlthoughItIsEnrolledAndFallsBackToWhatItHas() throws Exception {
    enrolled();
    centre.greet(0).close();
    link.close();
    link = link(Optional.of("N1.ANOTHER." + authority.fingerprint()));
    link.start();
    try (var peer = centre.accept()) {
      assertThat(peer.next().getEnrol().getSecret()).isEqualTo("ANOTHER");
      peer.refuse(Refusal.Cause.ENROLMENT_REFUSED, "used");
      peer.awaitEnd();
    }
    try (var peer = centre.greet(0)) {
      assertThat(peer.client().getName()).isEqualTo("CN=N1");
    }
  }

  @Test
  void aRefusedCodeIsTriedAgainWithoutHarm() throws Exception {
    startWithCode();
    try (var peer = centre.accept()) {
      assertThat(peer.next().hasEnrol()).isTrue();
      peer.refuse(Refusal.Cause.ENROLMENT_REFUSED, "used, expired or unknown");
      peer.awaitEnd();
    }
    assertThat(directory.resolve("identity/identity.pem")).doesNotExist();
    assertThat(link.isUp()).isFalse();
  }

  @Test
  void withoutIdentityACodeIsNeededAndMustBeThisGates() {
    link = link(Optional.empty());
    assertThatThrownBy(link::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("enrolment-code is missing");
    link.close();
    link = link(Optional.of("N2.X." + authority.fingerprint()));
    assertThatThrownBy(link::start).hasMessageContaining("is for gate N2");
    link.close();
    link = link(Optional.of("nonsense"));
    assertThatThrownBy(link::start).hasMessageContaining("expected GATE.SECRET.FINGERPRINT");
  }

  @Test
  void doesNotGiveItsSecretToACentreOfAnotherPark() throws Exception {
    link = link(Optional.of("N1." + SECRET + "." + "0".repeat(32)));
    link.start();
    assertThatHandshakeFails();
  }

  @Test
  void anEnrolledGateTrustsNoOtherParksCentre() throws Exception {
    enrolled();
    centre.greet(0).close();
    link.close();
    centre.close();
    centre = new TestCentre(new TestAuthority(Trust.SERVER_NAME));
    link = link(Optional.empty());
    link.start();
    assertThatHandshakeFails();
  }

  @Test
  void aCertificateOfTheParkIsNotEnoughToPoseAsTheCentre() throws Exception {
    centre.close();
    var other = new TestAuthority("gate-17.shanmen.internal");
    centre = new TestCentre(other);
    link = link(Optional.of("N1." + SECRET + "." + other.fingerprint()));
    link.start();
    assertThatHandshakeFails();
  }

  @Test
  void uploadsEveryEventOnceAndInOrderAcrossDrops() throws Exception {
    enrolled();
    for (int i = 0; i < 3000; i++) {
      journal.append(passed(i));
    }
    var stored = new ArrayList<Event>();
    for (int connection = 0; connection < 4; connection++) {
      try (var peer = centre.greet(stored.size())) {
        for (int batch = 0; batch < 3; batch++) {
          var events = peer.next().getEvents().getEventsList();
          assertThat(events).hasSizeLessThanOrEqualTo(Limits.UPLOAD_EVENTS);
          events.stream().filter(e -> e.getSequence() > stored.size()).forEach(stored::add);
          if (batch < 2) {
            acknowledge(peer, stored.size(), 0);
          }
        }
        // The third batch was stored, but the gate never heard of it.
      }
    }
    try (var peer = centre.greet(stored.size())) {
      while (stored.size() < 3000) {
        stored.addAll(peer.next().getEvents().getEventsList());
        acknowledge(peer, stored.size(), 0);
      }
      link.eventsAppended();
      journal.append(passed(1));
      link.eventsAppended();
      stored.addAll(peer.next().getEvents().getEventsList());
    }
    assertThat(stored).hasSize(3001);
    for (int i = 0; i < stored.size(); i++) {
      assertThat(stored.get(i).getSequence()).isEqualTo(i + 1);
    }
    assertThat(new HashSet<>(stored)).hasSize(3001);
  }

  @Test
  void keepsAtMostTheWindowUnacknowledged() throws Exception {
    enrolled();
    for (int i = 0; i < 3000; i++) {
      journal.append(passed(i));
    }
    try (var peer = centre.greet(0)) {
      int batches = 0;
      int heartbeats = 0;
      while (heartbeats < 3) {
        var message = peer.any();
        batches += message.hasEvents() ? 1 : 0;
        heartbeats += message.hasHeartbeat() ? 1 : 0;
      }
      assertThat(batches).isEqualTo(Limits.UPLOAD_WINDOW);
    }
  }

  @Test
  void sendsWhatAnEarlierEpochLeftFirst() throws Exception {
    long lost = journal.epoch();
    journal.append(passed(1));
    journal.append(passed(2));
    journal.close();
    Files.delete(directory.resolve("journal/epoch"));
    journal = Journal.open(directory.resolve("journal"));
    journal.append(passed(3));
    enrolled();
    try (var peer = centre.greet(0)) {
      var old = peer.next().getEvents();
      assertThat(old.getEventsList()).extracting(Event::getEpoch).containsExactly(lost, lost);
      var present = peer.next().getEvents();
      assertThat(present.getEventsList())
          .extracting(Event::getEpoch)
          .containsExactly(journal.epoch());
      assertThat(present.getEvents(0).getSequence()).isEqualTo(1);
    }
  }

  @Test
  void followsDeltasAndConfirmsThem() throws Exception {
    enrolled();
    var model = Sets.empty();
    try (var peer = centre.greet(0)) {
      for (long id = 1; id <= 3; id++) {
        var delta = model.change(List.of(Sets.put(Sets.right(id, 100 + id))));
        peer.send(Envelope.newBuilder().setDelta(delta));
        var ack = peer.next().getWhitelistAck();
        assertThat(ack.getVersion()).isEqualTo(model.version());
        assertThat(ack.getHash()).isEqualTo(model.hash());
        await(new Heard.WhitelistChanged());
        assertThat(whitelist.rights(100 + id)).isNotEmpty();
      }
    }
    try (var peer = centre.greet(0)) {
      assertThat(peer.hello.getHello().getWhitelistVersion()).isEqualTo(model.version());
      assertThat(peer.hello.getHello().getWhitelistHash()).isEqualTo(model.hash());
    }
  }

  @Test
  void asksForTheWholeWhenADeltaDoesNotFit() throws Exception {
    enrolled();
    var model = Sets.empty();
    model.change(List.of(Sets.put(Sets.right(1, 101)), Sets.put(Sets.right(2, 102))));
    try (var peer = centre.greet(0)) {
      var wrongBase = model.copy().change(List.of(Sets.put(Sets.right(3, 103))));
      peer.send(Envelope.newBuilder().setDelta(wrongBase));
      var request = peer.next().getWhitelistRequest();
      assertThat(request.getHaveVersion()).isZero();
      assertThat(request.getWhy()).contains("delta from version 2");

      // Ignored: sent before the centre heard that.
      peer.send(Envelope.newBuilder().setDelta(wrongBase));
      // Abandoned by the second first chunk.
      peer.send(chunk(model, 0, false, model.elements()));
      peer.send(chunk(model, 0, false, model.elements().subList(0, 1)));
      peer.send(chunk(model, 1, true, model.elements().subList(1, 2)));

      assertThat(peer.next().getWhitelistAck().getVersion()).isEqualTo(model.version());
      assertThat(whitelist.rights(102)).isNotEmpty();
      assertThat(whitelist.hash()).isEqualTo(model.hash());
    }
  }

  @Test
  void aSnapshotWithAnotherHashIsAskedForAgain() throws Exception {
    enrolled();
    var model = Sets.empty();
    model.change(List.of(Sets.put(Sets.right(1, 101)), Sets.put(Sets.right(2, 102))));
    try (var peer = centre.greet(0)) {
      peer.send(chunk(model, 0, true, model.elements().subList(0, 1)));
      assertThat(peer.next().getWhitelistRequest().getWhy()).contains("hash");
      assertThat(whitelist.version()).isZero();
    }
  }

  @Test
  void aChunkOutOfOrderEndsTheConnectionOnly() throws Exception {
    enrolled();
    var model = Sets.empty();
    model.change(List.of(Sets.put(Sets.right(1, 101))));
    try (var peer = centre.greet(0)) {
      peer.send(chunk(model, 0, false, List.of()));
      peer.send(chunk(model, 2, true, model.elements()));
      peer.awaitEnd();
    }
    try (var peer = centre.greet(0)) {
      peer.send(chunk(model, 0, true, model.elements()));
      assertThat(peer.next().hasWhitelistAck()).isTrue();
    }
  }

  @Test
  void forgetsEventsOnlyWhenTheirUsesHaveComeBack() throws Exception {
    enrolled();
    String bulk = "x".repeat(2000);
    long inTwoSegments = 2L * Limits.JOURNAL_SEGMENT_BYTES / 2000;
    for (int i = 0; i < inTwoSegments; i++) {
      journal.append(passed(i).setDetail(bulk));
    }
    double full = journal.fullness();
    var model = Sets.empty();
    try (var peer = centre.greet(0)) {
      long last = 0;
      while (last < inTwoSegments) {
        var events = peer.next().getEvents();
        last = events.getEvents(events.getEventsCount() - 1).getSequence();
        acknowledge(peer, last, 1);
      }
      // The answer to a heartbeat shows that all acknowledgements were taken.
      assertThat(peer.any().hasHeartbeat()).isTrue();
      assertThat(peer.any().hasHeartbeat()).isTrue();
      assertThat(link.acknowledged()).isEqualTo(last);
      assertThat(journal.fullness()).isEqualTo(full);

      peer.send(Envelope.newBuilder().setDelta(model.change(List.of(Sets.put(Sets.right(1, 1))))));
      assertThat(peer.next().hasWhitelistAck()).isTrue();
      assertThat(peer.any().hasHeartbeat()).isTrue();
      assertThat(journal.fullness()).isLessThan(full);
    }
  }

  @Test
  void tellsTheLaneWhetherAnAreaIsFull() throws Exception {
    enrolled();
    var state = AreaState.newBuilder().setArea(1).setFull(true).setUntilMillis(5).build();
    try (var peer = centre.greet(0)) {
      peer.send(Envelope.newBuilder().setAreaState(state));
      await(new Heard.Area(state));
    }
  }

  @Test
  void carriesCommandsAndTheirResultsEvenAcrossALoss() throws Exception {
    enrolled();
    var command = Command.newBuilder().setId("c1").setIssuer("control").build();
    try (var peer = centre.greet(0)) {
      peer.send(Envelope.newBuilder().setCommand(command));
      await(new Heard.Commanded(command));
    }
    await(new Heard.Link(false));
    var result =
        CommandResult.newBuilder().setId("c1").setOutcome(CommandResult.Outcome.DONE).build();
    link.sendResult(result);
    try (var peer = centre.greet(0)) {
      assertThat(peer.next().getCommandResult()).isEqualTo(result);
      link.sendResult(result.toBuilder().setId("c2").build());
      assertThat(peer.next().getCommandResult().getId()).isEqualTo("c2");
    }
  }

  @Test
  void heartbeatsTellTheStatusAndMeasureTheClock() throws Exception {
    enrolled();
    try (var peer = centre.greet(0)) {
      var heartbeat = peer.any().getHeartbeat();
      assertThat(heartbeat.getPassedIn()).isEqualTo(5);
      assertThat(heartbeat.getSoftware()).startsWith("gate-daemon");
      assertThat(link.clockOffsetMillis()).isPresent();
      assertThat(link.clockOffsetMillis().getAsLong()).isBetween(-20_000L, 20_000L);
      link.statusChanged();
      assertThat(peer.any().hasHeartbeat()).isTrue();
    }
  }

  @Test
  void garbageEndsTheConnectionAndHarmsNothingElse() throws Exception {
    enrolled();
    var model = Sets.empty();
    var oversized = ByteBuffer.allocate(4).putInt(Frames.MAX_BYTES + 1).array();
    var wrongNumber = Frames.of(Envelope.newBuilder().setNumber(77).build());
    var notDue = Frames.of(Envelope.newBuilder().setNumber(2).setHello(hello()).build());
    var ackOfNothing =
        Frames.of(
            Envelope.newBuilder()
                .setNumber(2)
                .setEventsAck(EventsAck.newBuilder().setEpoch(1).setSequence(9))
                .build());
    for (byte[] garbage :
        List.of(
            "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            new byte[100],
            oversized,
            wrongNumber,
            notDue,
            ackOfNothing)) {
      try (var peer = centre.greet(0)) {
        peer.sendRaw(garbage);
        peer.awaitEnd();
      }
    }
    try (var peer = centre.accept()) {
      peer.next();
      peer.sendRaw(new byte[] {0, 0, 0, 2, 1});
    }
    try (var peer = centre.greet(0)) {
      peer.send(Envelope.newBuilder().setDelta(model.change(List.of(Sets.put(Sets.right(1, 11))))));
      assertThat(peer.next().hasWhitelistAck()).isTrue();
    }
  }

  private void assertThatHandshakeFails() throws IOException {
    heard.clear();
    for (int attempt = 0; attempt < 2; attempt++) {
      try (var socket = (SSLSocket) centre.acceptRaw()) {
        assertThatThrownBy(
                () -> {
                  socket.startHandshake();
                  socket.getInputStream().read();
                })
            // The gate's alert, or the connection that it has already closed.
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(heard).isEmpty();
  }

  private void startWithCode() {
    link = link(Optional.of("N1." + SECRET + "." + authority.fingerprint()));
    link.start();
  }

  private void enrolled() throws Exception {
    startWithCode();
    centre.enrol(SECRET);
  }

  private CentreLink link(Optional<String> code) {
    var listener =
        new LinkListener() {
          @Override
          public void onWelcome(LaneSettings lane, long centreTimeMillis) {
            // As the lane does, that finds them to make sense.
            link.remember(lane);
            heard.add(new Heard.Welcomed(lane));
          }

          @Override
          public void onCommand(Command command) {
            heard.add(new Heard.Commanded(command));
          }

          @Override
          public void onAreaState(AreaState area) {
            heard.add(new Heard.Area(area));
          }

          @Override
          public void onWhitelistChanged() {
            heard.add(new Heard.WhitelistChanged());
          }

          @Override
          public void onLink(boolean up) {
            heard.add(new Heard.Link(up));
          }
        };
    return new CentreLink(
        new LinkSettings("N1", "127.0.0.1", centre.port(), code, directory.resolve("identity")),
        whitelist,
        journal,
        listener,
        () -> Heartbeat.newBuilder().setPassedIn(5),
        new ReconnectPause(10, 50, new Random(1)));
  }

  private void acknowledge(TestCentre.Peer peer, long sequence, long whitelistVersion)
      throws IOException {
    peer.send(
        Envelope.newBuilder()
            .setEventsAck(
                EventsAck.newBuilder()
                    .setEpoch(journal.epoch())
                    .setSequence(sequence)
                    .setWhitelistVersion(whitelistVersion)));
  }

  private void await(Heard what) throws InterruptedException {
    awaitThat(what::equals);
  }

  private void awaitThat(Predicate<Heard> wanted) throws InterruptedException {
    var passedOver = new ArrayList<Heard>();
    while (true) {
      var next = heard.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("heard before: %s", passedOver).isNotNull();
      if (wanted.test(next)) {
        return;
      }
      passedOver.add(next);
    }
  }

  private static Envelope.Builder chunk(
      Sets set, int index, boolean last, List<org.shanmen.protocol.wire.Change> elements) {
    return Envelope.newBuilder()
        .setSnapshotChunk(
            SnapshotChunk.newBuilder()
                .setVersion(set.version())
                .setHash(set.hash())
                .setIndex(index)
                .setLast(last)
                .addAllChanges(elements));
  }

  private static org.shanmen.protocol.wire.Hello hello() {
    return org.shanmen.protocol.wire.Hello.newBuilder().setGate("N1").build();
  }

  private static Event.Builder passed(int n) {
    return Event.newBuilder().setKind(EventKind.PASSED).setAtMillis(n).setRight(n + 1).setPeople(1);
  }
}
