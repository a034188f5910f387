package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.time.ZoneId;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.payment.PaymentConfig;
import org.shanmen.central.sandboxpay.SandboxPay;
import org.shanmen.protocol.conf.InvalidConfiguration;

class CentreConfigTest {
  @Test
  void theExampleIsValidAndHoldsTheDefaults() throws IOException, InvalidConfiguration {
    var example =
        CentreConfig.read(
            "centre.conf", Files.readString(Path.of("src/main/dist/conf/centre.conf")));
    var shortest = CentreConfig.read("centre.conf", "data = /var/lib/shanmen-central");
    assertThat(example).isEqualTo(shortest);
    assertThat(example.http()).isEqualTo(new CentreConfig.Listen("127.0.0.1", 8080));
    assertThat(example.gatelink()).isEqualTo(new CentreConfig.Listen("0.0.0.0", 7443));
    assertThat(example.park().zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(example.database()).isEmpty();
  }

  @Test
  void everyMistakeIsNamedWithItsLine() {
    var invalid =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () ->
                CentreConfig.read(
                    "centre.conf",
                    """
                    http { port = 80800 }
                    park { zone = "Asia/Shangri-La" }
                    database { url = "mysql://x", user = u }
                    first-administrator { password = short }
                    gatelinc { port = 1 }
                    """));
    assertThat(invalid.mistakes())
        .anySatisfy(m -> assertThat(m).contains("data"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:1: http.port"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:2: park.zone"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:3: database.url"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:4: first-administrator.password"))
        .anySatisfy(m -> assertThat(m).contains("gatelinc"));
  }

  @Test
  void aPaymentProviderIsNamedWithItsSecretsOrNotAtAll() throws InvalidConfiguration {
    assertThat(CentreConfig.read("c", "data = x").payment()).isEqualTo(PaymentConfig.NONE);
    var invalid =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () ->
                CentreConfig.read(
                    "centre.conf",
                    """
                    data = x
                    payment {
                      notify-url = "tickets.example"
                      sandbox { url = "http://127.0.0.1:8099", public-key = "none" }
                      wechat { app-id = wx, private-key-file = "/nowhere", api-v3-key = short }
                      alipay { private-key-file = "/nowhere", public-key-file = "/nowhere", url = "here" }
                    }
                    """));
    assertThat(invalid.mistakes())
        .anySatisfy(m -> assertThat(m).contains("centre.conf:3: payment.notify-url"))
        .anySatisfy(m -> assertThat(m).contains("payment.sandbox.secret is missing"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:4: payment.sandbox.public-key"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:5: payment.wechat.private-key-file"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:5: payment.wechat.api-v3-key"))
        .anySatisfy(m -> assertThat(m).contains("payment.wechat.merchant-id is missing"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:6: payment.alipay.private-key-file"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:6: payment.alipay.public-key-file"))
        .anySatisfy(m -> assertThat(m).contains("centre.conf:6: payment.alipay.url"))
        .anySatisfy(m -> assertThat(m).contains("payment.alipay.app-id is missing"));
  }

  @Test
  void alipaysKeyIsNotMistakenForTheApplications(@TempDir Path dir) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var own = generator.generateKeyPair();
    String text =
        "data = x, payment { notify-url = \"https://tickets.example/\", alipay { app-id = a,"
            + " private-key-file = \"%s\", public-key-file = \"%s\" } }";
    Path privateKey = key(dir.resolve("private"), own.getPrivate());
    Path ownPublic = key(dir.resolve("own"), own.getPublic());
    Path alipays = key(dir.resolve("alipay"), generator.generateKeyPair().getPublic());
    assertThatThrownBy(() -> CentreConfig.read("c", text.formatted(privateKey, ownPublic)))
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            invalid -> assertThat(invalid.mistakes().toString()).contains("应用公钥"));
    var settings =
        CentreConfig.read("c", text.formatted(privateKey, alipays))
            .payment()
            .alipay()
            .orElseThrow();
    assertThat(settings.url().toString()).isEqualTo("https://openapi.alipay.com/gateway.do");
    assertThat(settings.notifyUrl())
        .isEqualTo("https://tickets.example/api/v1/payment/notifications/ALIPAY");
  }

  private static Path key(Path file, Key key) throws IOException {
    return Files.writeString(file, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
  }

  @Test
  void whatTheSandboxPrintsCanBeReadAndItsSecretIsNotPrinted() throws InvalidConfiguration {
    try (var sandbox = SandboxPay.start(0, java.time.InstantSource.system())) {
      var config = CentreConfig.read("c", "data = x\n" + sandbox.configuration());
      assertThat(config.holdsSecrets()).isTrue();
      assertThat(config.payment().sandbox().orElseThrow().notifyUrl())
          .isEqualTo("http://127.0.0.1:8080/api/v1/payment/notifications/SANDBOX");
      assertThat(config.toString()).doesNotContain(sandbox.secret());
    }
  }

  @Test
  void aPasswordIsNotPrinted() throws InvalidConfiguration {
    var config =
        CentreConfig.read(
            "c",
            "data = x, database { url = \"jdbc:postgresql://h/d\", user = u, password = hush }");
    assertThat(config.database().orElseThrow().toString()).doesNotContain("hush");
  }
}
