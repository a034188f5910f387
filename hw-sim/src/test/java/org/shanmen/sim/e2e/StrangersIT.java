package org.shanmen.sim.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Enrol;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Program;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.park.RawGate;

/** Who may not speak for a gate does not get to. */
@ExtendWith(RunningPark.class)
class StrangersIT {
  private final TestPark park;

  @TempDir Path dir;

  StrangersIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void theRealGatesNoticedNothing() {
    assertThat(park.n1().ops().health().isLinked()).isTrue();
    assertThat(park.e1().ops().health().isLinked()).isTrue();
  }

  @Test
  void aCertificateThatIsNotTheParksIsRefused() throws Exception {
    try (var stranger = RawGate.withCertificate(port(), selfSigned("N1"))) {
      assertThat(answerTo(stranger, hello("N1"))).isNotInstanceOf(Envelope.class);
    }
  }

  @Test
  void whoHasNoCertificateMayNotGreet() throws Exception {
    try (var stranger = RawGate.withoutCertificate(port())) {
      assertThat(answerTo(stranger, hello("N1"))).isNotInstanceOf(Envelope.class);
    }
  }

  @Test
  void anEnrolmentCodeThatWasUsedIsRefused() throws Exception {
    String configuration = Files.readString(park.n1().configuration());
    String used = configuration.replaceAll("(?s).*enrolment-code = \"([^\"]*)\".*", "$1");
    assertThat(used).startsWith("N1.");

    try (var stranger = RawGate.withoutCertificate(port())) {
      assertThat(answerTo(stranger, enrol("N1", used.split("\\.")[1])))
          .isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
  }

  @Test
  void aSecretThatTheCentreNeverGaveIsRefused() throws Exception {
    try (var stranger = RawGate.withoutCertificate(port())) {
      assertThat(answerTo(stranger, enrol("N1", "AAAAAAAAAAAAAAAAAAAAAAAA")))
          .isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
  }

  @Test
  void aDaemonWithAUsedCodeSaysWhatToDoAndNeverLinks() throws Exception {
    Path configuration = dir.resolve("impostor.conf");
    Files.writeString(
        configuration,
        Files.readString(park.n1().configuration())
            .replace(park.n1().data().toString(), dir.resolve("data").toString())
            .replaceAll("(?s)serial \\{.*?\\n\\}", "")
            .replaceAll("face \\{.*?\\}", "")
            .replaceAll("ops \\{.*?\\}", "ops { listen = \"127.0.0.1:0\" }"));
    Path wires = dir.resolve("none.sock");
    Program impostor =
        park.park()
            .program(
                "impostor",
                Programs.installed().gate(configuration),
                Map.of("SHANMEN_SIM_WIRES", wires.toString()));
    impostor.start();
    try {
      Await.until(
          "the impostor to be told about its enrolment code",
          TestPark.SOON,
          impostor::lastWords,
          log -> log.contains("refuses the enrolment code") && log.contains("Make a new code"));
    } finally {
      impostor.kill();
    }
  }

  @Test
  void aFreshCodeReplacesAnUnusedOne() throws Exception {
    String replaced = Park.enrolmentCode(park.as("admin"), "E1");
    Park.enrolmentCode(park.as("admin"), "E1");
    try (var stranger = RawGate.withoutCertificate(port())) {
      assertThat(answerTo(stranger, enrol("E1", replaced.split("\\.")[1])))
          .isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
  }

  private int port() {
    return park.park().centre().gatelinkPort();
  }

  /** A refusal's cause, "closed", or a message that no stranger should get. */
  private static Object answerTo(RawGate stranger, Envelope.Builder message) {
    try {
      stranger.send(message);
    } catch (java.io.IOException e) {
      return "closed";
    }
    Optional<Envelope> answer = stranger.receive();
    if (answer.isEmpty()) {
      return "closed";
    }
    return answer.get().hasRefusal() ? answer.get().getRefusal().getCause() : answer.get();
  }

  private static Envelope.Builder hello(String gate) {
    return Envelope.newBuilder()
        .setHello(Hello.newBuilder().setProtocolVersion(1).setGate(gate).setSoftware("stranger"));
  }

  private static Envelope.Builder enrol(String gate, String secret) {
    return Envelope.newBuilder()
        .setEnrol(
            Enrol.newBuilder()
                .setProtocolVersion(1)
                .setGate(gate)
                .setSecret(secret)
                .setCertificateRequest(ByteString.copyFromUtf8("not looked at")));
  }

  private Path selfSigned(String name) throws Exception {
    Path store = dir.resolve("stranger.p12");
    var keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "gate",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + name,
                    "-validity",
                    "30",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    "changeit"))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor())
        .as(new String(keytool.getInputStream().readAllBytes(), UTF_8))
        .isZero();
    return store;
  }
}
