package org.shanmen.sim.bench;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * From a decoded scan until the arm is told, for a genuine signed code of a right that the gate has
 * not heard of; beside one verification alone, by the library that the gate uses and by the JDK's.
 */
final class DecideSigned implements Benchmark {
  private static final String LIBRARY = "one verification, BouncyCastle";
  private static final String JDK = "one verification, JDK";

  /** What precedes the 32 bytes of an Ed25519 key in X.509 (RFC 8410). */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] MESSAGE = new byte[25];

  @Override
  public String name() {
    return "decide-signed";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var data = bench.directory(name());
    var rounds = new ArrayList<Figures>();
    var library = new ArrayList<Figures>();
    var jdk = new ArrayList<Figures>();
    var verification = new Verification();
    long unheard = bench.rights().rights();
    try (var gate = new GateContestant(data, bench.rights().copyTo(data.resolve("whitelist")))) {
      for (int round = -1; round < bench.scale().rounds(); round++) {
        var scans = Figures.histogram();
        var byLibrary = Figures.histogram();
        var byJdk = Figures.histogram();
        for (int i = 0; i < bench.scale().scans(); i++) {
          unheard++;
          scans.recordValue(gate.scan(ModelRights.signedCode(unheard)));
          byLibrary.recordValue(verification.byLibrary());
          byJdk.recordValue(verification.byJdk());
        }
        if (round >= 0) {
          rounds.add(Figures.micros(scans));
          library.add(Figures.micros(byLibrary));
          jdk.add(Figures.micros(byJdk));
        }
      }
    }
    return new Result(
        name(),
        "us",
        Figures.median(rounds),
        Map.of(LIBRARY, Figures.median(library), JDK, Figures.median(jdk)),
        Goal.of(Goal.atMost(Figures.P50, 300)));
  }

  /** One signature, verified over and over; nanoseconds. */
  private static final class Verification {
    private final byte[] signature;
    private final PublicKey jdkKey;

    Verification() throws GeneralSecurityException {
      var signer = new Ed25519Signer();
      signer.init(true, ModelRights.signingKey());
      signer.update(MESSAGE, 0, MESSAGE.length);
      signature = signer.generateSignature();
      byte[] key = ModelRights.signingKey().generatePublicKey().getEncoded();
      byte[] encoded = new byte[X509_PREFIX.length + key.length];
      System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
      System.arraycopy(key, 0, encoded, X509_PREFIX.length, key.length);
      jdkKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    long byLibrary() {
      long began = System.nanoTime();
      var verifier = new Ed25519Signer();
      verifier.init(false, ModelRights.PUBLIC_KEY);
      verifier.update(MESSAGE, 0, MESSAGE.length);
      require(verifier.verifySignature(signature));
      return System.nanoTime() - began;
    }

    long byJdk() throws GeneralSecurityException {
      long began = System.nanoTime();
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(jdkKey);
      verifier.update(MESSAGE);
      require(verifier.verify(signature));
      return System.nanoTime() - began;
    }

    private static void require(boolean genuine) {
      if (!genuine) {
        throw new IllegalStateException("a genuine signature was not recognised");
      }
    }
  }
}
