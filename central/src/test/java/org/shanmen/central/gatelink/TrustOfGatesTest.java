package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.RevocationWord;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Renew;
import org.shanmen.protocol.wire.Revocation;

class TrustOfGatesTest {
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
  void aRenewedCertificateReplacesTheOldOneWhenItIsShown() throws Exception {
    var old = centre.enrol("N1");
    var renewed = renewed(old);
    assertThat(renewed.chain().get(0).getSerialNumber())
        .isNotEqualTo(old.chain().get(0).getSerialNumber());
    // The new one may have been lost on its way.
    TestGate.connect(centre, old).hello("N1").close();
    TestGate.connect(centre, renewed).hello("N1").close();
    try (var gate = TestGate.connect(centre, old)) {
      gate.sendHello("N1", 0, 0);
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CERTIFICATE_REFUSED);
    }
    TestGate.connect(centre, renewed).hello("N1").close();
  }

  @Test
  void aRequestThatIsNoneEndsTheConnection() throws Exception {
    try (var gate = TestGate.connect(centre, centre.enrol("N1")).helloOfVersion(3, "N1")) {
      gate.send(Envelope.newBuilder().setRenew(Renew.getDefaultInstance()));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
  }

  @Test
  void aRevokedGateIsCutOffAtOnceAndToldSoWhenItComesBack() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).helloOfVersion(3, "N1")) {
      assertThat(revoke("N1")).isTrue();
      assertWord(gate.await(Envelope.BodyCase.REFUSAL).getRefusal(), identity);
      assertThat(gate.next()).isNull();
    }
    try (var gate = TestGate.connect(centre, identity)) {
      gate.sendHello("N1", 0, 0);
      assertWord(gate.await(Envelope.BodyCase.REFUSAL).getRefusal(), identity);
    }
    assertThat(centre.count("audit where action = 'gate.revoked' and subject = 'N1'")).isEqualTo(1);
  }

  @Test
  void enrollingAGateAnewDoesNotSpareTheStolenOne() throws Exception {
    var stolen = centre.enrol("N1");
    assertThat(revoke("N1")).isTrue();
    var after = centre.enrol("N1");
    TestGate.connect(centre, after).hello("N1").close();
    try (var gate = TestGate.connect(centre, stolen)) {
      gate.sendHello("N1", 0, 0);
      assertWord(gate.await(Envelope.BodyCase.REFUSAL).getRefusal(), stolen);
    }
  }

  @Test
  void aRevocationByAnotherProcessOfTheCentreCutsTheGateOffToo() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).helloOfVersion(3, "N1")) {
      assertThat(TestCentre.await(centre.enrolments.revoke("N1", "admin", "127.0.0.1")))
          .isPresent();
      assertWord(gate.await(Envelope.BodyCase.REFUSAL).getRefusal(), identity);
    }
  }

  @Test
  void aCertificateThatWasReplacedIsNotRenewed() throws Exception {
    var identity = centre.enrol("N1");
    int gate =
        centre.database.query(
            sql -> sql.fetchOne("select id from gate where code = 'N1'").get(0, Integer.class));
    centre.enrol("N1");
    var outcome =
        TestCentre.await(
            centre.enrolments.renew(
                gate,
                "N1",
                Ca.serial(identity.chain().get(0)),
                TestGate.request(TestGate.newKeys()).toByteArray()));
    assertThat(outcome).isInstanceOf(Enrolments.Outcome.Refused.class);
  }

  @Test
  void neitherAnOldCodeNorARenewalUndoesARevocation() throws Exception {
    var identity = centre.enrol("N1");
    var code = centre.code("N1");
    var renewed = renewed(identity);
    assertThat(revoke("N1")).isTrue();
    try (var gate = TestGate.connect(centre, renewed)) {
      gate.sendHello("N1", 0, 0);
      assertThat(gate.await(Envelope.BodyCase.REFUSAL).getRefusal().getCause())
          .isEqualTo(Refusal.Cause.REVOKED_GATE);
    }
    try (var gate = TestGate.connect(centre, TestGate.Identity.NONE)) {
      gate.sendEnrol(code, TestGate.request(TestGate.newKeys()));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.ENROLMENT_REFUSED);
    }
  }

  @Test
  void aGateThatDoesNotExistCannotBeRevoked() {
    assertThat(revoke("N99")).isFalse();
  }

  private boolean revoke(String gate) {
    return TestCentre.await(centre.link.revoke(gate, "admin", "127.0.0.1"));
  }

  private TestGate.Identity renewed(TestGate.Identity identity) throws Exception {
    var keys = TestGate.newKeys();
    try (var gate = TestGate.connect(centre, identity).helloOfVersion(3, "N1")) {
      gate.send(
          Envelope.newBuilder()
              .setRenew(Renew.newBuilder().setCertificateRequest(TestGate.request(keys))));
      var chain = new ArrayList<X509Certificate>();
      for (var der :
          gate.await(Envelope.BodyCase.ENROLLED).getEnrolled().getCertificateChainList()) {
        chain.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toByteArray())));
      }
      return new TestGate.Identity(keys.getPrivate(), chain);
    }
  }

  private void assertWord(Refusal refusal, TestGate.Identity identity) {
    assertThat(refusal.getCause()).isEqualTo(Refusal.Cause.REVOKED_GATE);
    assertThat(
            RevocationWord.check(
                refusal.getRevocation().toByteArray(),
                refusal.getRevocationSignature().toByteArray(),
                centre.ca.certificate().getPublicKey()))
        .isEqualTo(
            new Decoded.Ok<>(
                Revocation.newBuilder()
                    .setGate("N1")
                    .setSerial(Ca.serial(identity.chain().get(0)))
                    .build()));
  }
}
