package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.Refusal;

class EnrolmentTest {
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

  @Test
  void aGateEnrolsOnceAndIsThenWelcomedWithItsSettings() throws Exception {
    try (var gate = TestGate.connect(centre, centre.enrol("N1"))) {
      var welcome = gate.hello("N1", 0, 0).getWelcome();
      assertThat(welcome.getLane().getGateName()).isEqualTo("N1闸");
      assertThat(welcome.getLane().getAreaName()).isEqualTo("园");
      assertThat(welcome.getLane().getKind()).isEqualTo(LaneKind.TWO_WAY);
      assertThat(welcome.getLane().getZone()).isEqualTo("Asia/Shanghai");
      assertThat(welcome.getLane().getFingerprintKey().size()).isEqualTo(16);
      assertThat(welcome.getLane().getTicketKeysList()).hasSize(1);
      assertThat(welcome.getCentreTimeMillis()).isEqualTo(centre.clock.millis());
    }
    assertThat(centre.count("audit where action = 'gate.enrolled'")).isEqualTo(1);
  }

  @Test
  void aCodeIsWorthOneUse() throws Exception {
    String code = centre.code("N1");
    TestGate.enrol(centre, code);
    assertThat(refusalOf(code)).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
  }

  @Test
  void aCodeIsWorthNothingAfterADayOrAfterANewerOneOrAtAnotherGate() throws Exception {
    String first = centre.code("N1");
    String second = centre.code("N1");
    assertThat(refusalOf(first)).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    assertThat(refusalOf(second.replace("N1.", "N2."))).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    centre.clock.advance(Duration.ofHours(25));
    assertThat(refusalOf(second)).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
  }

  /** Behind the same router sits the installer, and perhaps whoever tries codes. */
  @Test
  void whoeverTriesCodesGainsNothingAndKeepsNobodyOut() throws Exception {
    String code = centre.code("N1");
    for (int i = 0; i < 3 * Limits.ENROLMENT_GUESSES; i++) {
      assertThat(refusalOf("N1.WRONG" + i + ".0")).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
    assertThat(centre.enrolments.wrongCodes()).isEqualTo(3L * Limits.ENROLMENT_GUESSES);
    TestGate.enrol(centre, code);
  }

  @Test
  void tooManyWrongCodesAreToldOnceForAsMany() {
    var watch = new GuessWatch(centre.clock);
    var alarms = new ArrayList<Integer>();
    for (int i = 1; i <= 2 * (Limits.ENROLMENT_GUESSES + 1); i++) {
      assertThat(watch.isTooMany("10.0.0." + i)).as("somebody else").isFalse();
      if (watch.isTooMany("10.1.1.1")) {
        alarms.add(i);
      }
    }
    assertThat(alarms)
        .containsExactly(Limits.ENROLMENT_GUESSES + 1, 2 * (Limits.ENROLMENT_GUESSES + 1));
    centre.clock.advance(Duration.ofMinutes(1));
    for (int i = 0; i < Limits.ENROLMENT_GUESSES; i++) {
      assertThat(watch.isTooMany("10.1.1.1")).isFalse();
    }
  }

  @Test
  void aRequestThatIsNoneSpendsNoCode() throws Exception {
    String code = centre.code("N1");
    try (var gate = TestGate.connect(centre, TestGate.Identity.NONE)) {
      gate.sendEnrol(code, com.google.protobuf.ByteString.copyFromUtf8("not a request"));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
    TestGate.enrol(centre, code);
  }

  @Test
  void aCertificateOfAnotherCaDoesNotGetThroughTheHandshake() throws Exception {
    var otherPark = Ca.open(temp.resolve("other"), centre.clock);
    var keys = TestGate.newKeys();
    var foreign =
        ((org.shanmen.protocol.Decoded.Ok<java.security.cert.X509Certificate>)
                otherPark.issue("N1", TestGate.request(keys).toByteArray()))
            .value();
    var identity =
        new TestGate.Identity(keys.getPrivate(), List.of(foreign, otherPark.certificate()));
    // The client of TLS 1.3 learns it with its first read.
    assertThatThrownBy(
            () -> {
              try (var gate = TestGate.connect(centre, identity)) {
                gate.sendHello("N1", 0, 0);
                gate.await(Envelope.BodyCase.WELCOME);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(centre.link.connected()).isZero();
  }

  @Test
  void aReplacedCertificateIsRefusedAndItsConnectionEnds() throws Exception {
    var old = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, old)) {
      gate.hello("N1");
      var renewed = centre.enrol("N1");
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CERTIFICATE_REFUSED);
      try (var again = TestGate.connect(centre, old)) {
        again.sendHello("N1", 0, 0);
        assertThat(again.refused()).isEqualTo(Refusal.Cause.CERTIFICATE_REFUSED);
      }
      TestGate.connect(centre, renewed).hello("N1").close();
    }
  }

  @Test
  void aGateCannotSpeakForAnotherOrWithoutACertificate() throws Exception {
    try (var gate = TestGate.connect(centre, centre.enrol("N1"))) {
      gate.sendHello("N2", 0, 0);
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CERTIFICATE_REFUSED);
    }
    try (var gate = TestGate.connect(centre, TestGate.Identity.NONE)) {
      gate.sendHello("N1", 0, 0);
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CERTIFICATE_REFUSED);
    }
  }

  @Test
  void theCaSurvivesARestartAndItsKeyIsPrivate() throws Exception {
    var again = Ca.open(temp.resolve("ca"), centre.clock);
    assertThat(again.fingerprint()).isEqualTo(centre.ca.fingerprint()).hasSize(32);
    assertThat(again.server().certificate()).isEqualTo(centre.ca.server().certificate());
    for (var file : List.of("authority.pem", "centre.pem")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(temp.resolve("ca").resolve(file))))
          .isEqualTo("rw-------");
    }
    centre.clock.advance(Duration.ofDays(600));
    var later = Ca.open(temp.resolve("ca"), centre.clock);
    assertThat(later.certificate()).isEqualTo(centre.ca.certificate());
    assertThat(later.server().certificate()).isNotEqualTo(centre.ca.server().certificate());
  }

  @Test
  void aDamagedCaIsReportedAndNeverReplaced() throws Exception {
    var file = temp.resolve("ca/authority.pem");
    Files.writeString(file, "garbage");
    assertThatThrownBy(() -> Ca.open(temp.resolve("ca"), centre.clock))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("authority.pem")
        .hasMessageContaining("backup");
    assertThat(file).hasContent("garbage");
  }

  @Test
  void aStrangerCannotKeepTheCentreBusyWithHisKey() throws Exception {
    assertThat(centre.ca.issue("N1", new byte[Limits.CERTIFICATE_REQUEST_BYTES + 1]).toString())
        .contains("at most");
    var generator = java.security.KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var keys = generator.generateKeyPair();
    var signer =
        new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA256withRSA")
            .build(generator.generateKeyPair().getPrivate());
    var request =
        new org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder(
                new org.bouncycastle.asn1.x500.X500Name("CN=N1"), keys.getPublic())
            .build(signer);
    // Its signature is wrong too, but nobody took the time to find out.
    assertThat(centre.ca.issue("N1", request.getEncoded()).toString()).contains("EC P-256");
  }

  private Refusal.Cause refusalOf(String code) throws Exception {
    try (var gate = TestGate.connect(centre, TestGate.Identity.NONE)) {
      gate.sendEnrol(code, TestGate.request(TestGate.newKeys()));
      return gate.refused();
    }
  }
}
