package org.shanmen.central.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/** Whatever is sent: never a fault of ours, and always an answer that the contract describes. */
class ContractFuzzTest {
  // The stream has no end, and logging out would end the tests' own session.
  private static final Set<String> LEFT_OUT = Set.of("streamLive", "closeSession", "openSession");

  private static final String JSON = "application/json";

  private static Vertx vertx;
  private static Contract contract;
  private static ResponseValidator validator;
  private static Browser browser;

  @BeforeContainer
  static void load() {
    vertx = Vertx.vertx();
    contract = Contract.load(vertx).await();
    validator = ResponseValidator.create(vertx, contract.model());
    browser = WholeCentre.alone().with("admin", "clerk", "control", "viewer", "attendant");
  }

  @AfterContainer
  static void close() {
    vertx.close().await();
  }

  @Property(tries = 400)
  void everyRequestGetsAnAnswerOfTheContract(
      @ForAll("operations") Operation operation, @ForAll long seed) {
    var random = new Random(seed);
    var wild = new WildJson(random, contract.model().getRawContract());
    String path = path(operation, wild);
    byte[] body = body(operation, wild, random);
    var answer = browser.raw(operation.getHttpMethod().name(), path, JSON, body);
    assertThat(answer.status())
        .as(
            "%s %s %s -> %s",
            operation.getOperationId(), path, new String(body, StandardCharsets.UTF_8), answer)
        .isLessThan(500);
    Statistics.label("answers")
        .collect(answer.status() / 100)
        .coverage(
            answers -> {
              answers.check(2).percentage(share -> share > 10);
              answers.check(4).percentage(share -> share > 10);
            });
    String type = answer.response().headers().firstValue("content-type").orElse(JSON);
    if (!type.equals(JSON)) {
      assertThat(contract.file().toString()).contains(' ' + type + ":\n");
      return;
    }
    var response =
        ValidatableResponse.create(answer.status(), Buffer.buffer(answer.response().body()), JSON);
    validator.validate(response, operation.getOperationId()).await();
  }

  @Provide
  Arbitrary<Operation> operations() {
    return Arbitraries.of(
        contract.operations().stream()
            .filter(operation -> !LEFT_OUT.contains(operation.getOperationId()))
            .toList());
  }

  private static String path(Operation operation, WildJson wild) {
    var query = new JsonArray();
    String path = operation.getOpenAPIPath();
    for (var parameter : operation.getParameters()) {
      var schema = parameter.getOpenAPIModel().getJsonObject("schema");
      String text = URLEncoder.encode(String.valueOf(wild.value(schema)), StandardCharsets.UTF_8);
      switch (parameter.getIn()) {
        case PATH -> path = path.replace("{" + parameter.getName() + "}", text.replace("+", "%20"));
        case QUERY -> query.add(parameter.getName() + "=" + text);
        default -> {}
      }
    }
    return query.isEmpty()
        ? path
        : path + "?" + String.join("&", query.stream().map(String.class::cast).toList());
  }

  private static byte[] body(Operation operation, WildJson wild, Random random) {
    if (operation.getRequestBody() == null) {
      return new byte[0];
    }
    if (random.nextInt(20) == 0) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      return noise;
    }
    var schema =
        operation
            .getRequestBody()
            .getOpenAPIModel()
            .getJsonObject("content")
            .getJsonObject("application/json")
            .getJsonObject("schema");
    return io.vertx.core.json.Json.encode(wild.value(schema)).getBytes(StandardCharsets.UTF_8);
  }
}
