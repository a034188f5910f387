package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.Envelope;

/** A park after a power cut: all gates come at one instant. */
class ManyGatesTest {
  private static final int GATES = 40;
  private static final String VALIDATION = "jdk.X509Validation";

  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  /** Computed on the loop, the handshakes of a thousand would hold up everybody for seconds. */
  @Test
  void allComeInAndNoHandshakeIsComputedOnTheLoopThatServesThoseWhoAreIn() throws Exception {
    var loop = new CompletableFuture<String>();
    centre.link.onLoop(() -> loop.complete(Thread.currentThread().getName()));
    var identities = identities();
    Set<String> validating;
    try (var recording = new Recording()) {
      recording.enable(VALIDATION).withoutStackTrace();
      recording.start();
      for (var gate : allAtOnce(identities)) {
        gate.close();
      }
      validating = threadsOf(recording);
    }
    assertThat(validating)
        .anyMatch(thread -> thread.startsWith("vert.x"))
        .doesNotContain(loop.get(30, TimeUnit.SECONDS));
  }

  /** As enrolment gives them out, without a connection for each. */
  private Map<String, TestGate.Identity> identities() throws Exception {
    var identities = new LinkedHashMap<String, TestGate.Identity>();
    for (int i = 1; i <= GATES; i++) {
      String code = "G" + i;
      var keys = TestGate.newKeys();
      var certificate = issued(code, TestGate.request(keys).toByteArray());
      identities.put(
          code,
          new TestGate.Identity(keys.getPrivate(), List.of(certificate, centre.ca.certificate())));
      centre.database.transact(
          tx ->
              tx.insertInto(GATE)
                  .set(GATE.CODE, code)
                  .set(GATE.NAME_ZH, code)
                  .set(GATE.NAME_EN, code)
                  .set(GATE.CHECK_POINT_ID, 1)
                  .set(GATE.KIND, "TWO_WAY")
                  .set(GATE.CERTIFICATE_SERIAL, Ca.serial(certificate))
                  .execute());
    }
    return identities;
  }

  private X509Certificate issued(String code, byte[] request) {
    if (centre.ca.issue(code, request) instanceof Decoded.Ok<X509Certificate> ok) {
      return ok.value();
    }
    throw new AssertionError("no certificate for " + code);
  }

  /** Connects and greets them from as many threads; each is heard once more after its welcome. */
  private List<TestGate> allAtOnce(Map<String, TestGate.Identity> identities) throws Exception {
    var threads = Executors.newFixedThreadPool(identities.size());
    try {
      var together = new CyclicBarrier(identities.size());
      var coming = new ArrayList<Callable<TestGate>>();
      identities.forEach(
          (code, identity) ->
              coming.add(
                  () -> {
                    together.await(60, TimeUnit.SECONDS);
                    return TestGate.connect(centre, identity).hello(code);
                  }));
      var gates = new ArrayList<TestGate>();
      for (var come : threads.invokeAll(coming)) {
        gates.add(come.get());
      }
      for (var gate : gates) {
        gate.heartbeat();
        gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      }
      assertThat(centre.link.connected()).isEqualTo(identities.size());
      return gates;
    } finally {
      threads.shutdown();
    }
  }

  /** Who looked whether a certificate is good, at either end. */
  private Set<String> threadsOf(Recording recording) throws Exception {
    recording.stop();
    var file = temp.resolve("validations.jfr");
    recording.dump(file);
    try {
      return RecordingFile.readAllEvents(file).stream()
          .map(event -> event.getThread().getJavaName())
          .collect(Collectors.toSet());
    } finally {
      Files.delete(file);
    }
  }
}
