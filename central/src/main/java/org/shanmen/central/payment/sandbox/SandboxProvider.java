package org.shanmen.central.payment.sandbox;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.function.Function;
import org.shanmen.central.payment.outbound.OutboundHttp;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.ChargeRequest;
import org.shanmen.central.payment.provider.Closing;
import org.shanmen.central.payment.provider.Creation;
import org.shanmen.central.payment.provider.Message;
import org.shanmen.central.payment.provider.Notice;
import org.shanmen.central.payment.provider.PayBack;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.payment.provider.Receipt;
import org.shanmen.central.payment.provider.Reception;
import org.shanmen.central.payment.provider.RefundRequest;
import org.shanmen.central.payment.provider.Standing;

/** The sandbox over HTTP. */
public final class SandboxProvider implements PaymentProvider {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES = 1 << 25;

  /** A notification that is older, or from the future, is somebody else's copy. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int OK = 200;
  private static final int CONFLICT = 409;

  private final SandboxSettings settings;
  private final ZoneId zone;
  private final InstantSource clock;
  private final OutboundHttp http = new OutboundHttp(TIMEOUT);

  /**
   * @param zone the park's, for bills
   */
  public SandboxProvider(SandboxSettings settings, ZoneId zone, InstantSource clock) {
    this.settings = settings;
    this.zone = zone;
    this.clock = clock;
  }

  @Override
  public Creation create(ChargeRequest charge) {
    var body =
        new JsonObject()
            .put("number", charge.number())
            .put("fen", charge.fen())
            .put("subject", charge.subject())
            .put("expires_at", charge.expiresAt().toString())
            .put("notify_url", settings.notifyUrl());
    return ask(
        post("/v1/charges", body),
        answer ->
            switch (answer.statusCode()) {
              case OK -> new Creation.Shown(json(answer).getString("code_url"));
              // The number is ours alone: it was paid or closed meanwhile.
              case CONFLICT -> new Creation.Unclear(text(answer));
              default -> new Creation.Declined(answer.statusCode() + " " + text(answer));
            },
        Creation.Unclear::new);
  }

  @Override
  public Standing query(String chargeNumber) {
    return ask(
        get("/v1/charges/" + chargeNumber),
        answer -> {
          if (answer.statusCode() != OK) {
            return new Standing.Unclear(answer.statusCode() + " " + text(answer));
          }
          var json = json(answer);
          return switch (json.getString("state")) {
            case "PAID" -> new Standing.Paid(receipt(json));
            case "OPEN" -> new Standing.Open();
            case "CLOSED" -> new Standing.Closed();
            default -> new Standing.Unknown();
          };
        },
        Standing.Unclear::new);
  }

  @Override
  public Closing close(String chargeNumber) {
    return ask(
        post("/v1/charges/" + chargeNumber + "/closing", new JsonObject()),
        answer ->
            switch (answer.statusCode()) {
              case OK -> new Closing.Closed();
              case CONFLICT -> afterConflict(chargeNumber);
              default -> new Closing.Unclear(answer.statusCode() + " " + text(answer));
            },
        Closing.Unclear::new);
  }

  /** Paid, or never heard of. */
  private Closing afterConflict(String chargeNumber) {
    var standing = query(chargeNumber);
    if (standing instanceof Standing.Paid) {
      return new Closing.Paid();
    }
    return standing instanceof Standing.Unknown
        ? new Closing.Closed()
        : new Closing.Unclear(standing.toString());
  }

  @Override
  public PayBack refund(RefundRequest refund) {
    var body =
        new JsonObject()
            .put("number", refund.number())
            .put("charge", refund.chargeNumber())
            .put("fen", refund.fen());
    return ask(
        post("/v1/refunds", body),
        answer ->
            switch (answer.statusCode()) {
              case OK -> payBack(json(answer));
              case CONFLICT -> new PayBack.Declined(text(answer));
              default -> new PayBack.Unclear(answer.statusCode() + " " + text(answer));
            },
        PayBack.Unclear::new);
  }

  private static PayBack payBack(JsonObject json) {
    return switch (json.getString("state")) {
      case "DONE" ->
          new PayBack.Done(json.getString("transaction"), Instant.parse(json.getString("at")));
      case "DECLINED" -> new PayBack.Declined("the sandbox was told to decline");
      default -> new PayBack.UnderWay();
    };
  }

  @Override
  public Notice read(Message message) {
    String body = new String(message.body(), StandardCharsets.UTF_8);
    String timestamp = message.header("sandbox-timestamp");
    String signed = timestamp + '\n' + message.header("sandbox-nonce") + '\n' + body + '\n';
    if (!verified(signed, message.header("sandbox-signature"))) {
      return new Notice.Forged("the signature is missing or wrong");
    }
    // Signed, so it is the number that the sandbox wrote.
    var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    if (Duration.between(sent, clock.instant()).abs().compareTo(WINDOW) > 0) {
      return new Notice.Forged("it was sent at " + sent);
    }
    try {
      var json = new JsonObject(body);
      return switch (json.getString("event", "")) {
        case "charge.paid" -> new Notice.ChargePaid(json.getString("number"), receipt(json));
        case "refund.done" ->
            new Notice.RefundEnded(
                json.getString("number"),
                new PayBack.Done(
                    json.getString("transaction"), Instant.parse(json.getString("at"))));
        default -> new Notice.Other(body);
      };
    } catch (DecodeException | ClassCastException | DateTimeException | NullPointerException e) {
      return new Notice.Other(body);
    }
  }

  private boolean verified(String text, String signature) {
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(settings.publicKey());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Receipt receipt(JsonObject json) {
    return new Receipt(
        json.getString("transaction"),
        json.getLong("fen"),
        Instant.parse(json.getString("paid_at")));
  }

  @Override
  public Reception reception(boolean kept) {
    return new Reception(kept ? OK : 503, "text/plain", kept ? "OK" : "AGAIN");
  }

  @Override
  public Bill bill(LocalDate day) {
    return ask(
        get("/v1/bills/" + day + "?zone=" + zone.getId().replace("+", "%2B")),
        answer ->
            answer.statusCode() == OK
                ? lines(text(answer))
                : new Bill.NotNow(answer.statusCode() + " " + text(answer)),
        Bill.NotNow::new);
  }

  private static Bill lines(String csv) {
    var lines = new ArrayList<Bill.Line>();
    for (String text : csv.lines().skip(1).toList()) {
      var fields = text.split(",");
      lines.add(
          new Bill.Line(Bill.Subject.valueOf(fields[0]), fields[1], Long.parseLong(fields[2])));
    }
    return new Bill.Lines(lines);
  }

  private HttpRequest.Builder post(String path, JsonObject body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.encode()));
  }

  private HttpRequest.Builder get(String path) {
    return request(path).GET();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.url() + path))
        .header("Authorization", "Bearer " + settings.secret());
  }

  private static JsonObject json(HttpResponse<byte[]> answer) {
    return new JsonObject(text(answer));
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** What goes wrong on the way, or is not understood, is as if nothing had been said. */
  private <T> T ask(
      HttpRequest.Builder request,
      Function<HttpResponse<byte[]>, T> read,
      Function<String, T> nothingSaid) {
    try {
      return read.apply(http.send(request.build(), ANSWER_BYTES));
    } catch (IOException e) {
      return nothingSaid.apply(e.toString());
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | DateTimeException e) {
      return nothingSaid.apply("not understood: " + e);
    }
  }
}
