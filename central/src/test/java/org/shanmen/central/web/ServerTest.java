package org.shanmen.central.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.central.WholeCentre;

class ServerTest {
  private final WholeCentre centre = WholeCentre.shared();

  @Test
  void theServedContractIsTheFile() throws IOException {
    try (var file = getClass().getClassLoader().getResourceAsStream("openapi.yaml")) {
      assertThat(centre.stranger().getRoot("/openapi.yaml").expect(200).response().body())
          .isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aServerWithAnUnboundOperationDoesNotStart() throws Exception {
    var vertx = Vertx.vertx();
    try {
      var contract = Contract.load(vertx).await();
      Routes half =
          operations ->
              operations.bind("getPark", call -> Future.succeededFuture(Reply.noContent()));
      var parts =
          new WebServer.Parts(
              contract,
              new Sessions(InstantSource.system()),
              (units, scope, path, body) -> Future.succeededFuture(false),
              (token, address) -> Future.failedFuture("no machines"),
              List.of(half),
              List.of(),
              List.of());
      assertThatThrownBy(() -> WebServer.listen(vertx, "127.0.0.1", 0, parts))
          .hasMessageContaining("not bound")
          .hasMessageContaining("createSale")
          .hasMessageNotContaining("getPark,");
      assertThat(contract.permissions()).allSatisfy(op -> assertThat(op.roles()).isNotEmpty());
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void unknownAddressesAndMethodsAreAnsweredInJson() {
    var stranger = centre.stranger();
    assertThat(stranger.get("/nothing").expect(404).error()).isEqualTo("NOT_FOUND");
    assertThat(stranger.getRoot("/assets/none.js").expect(404).error()).isEqualTo("NOT_FOUND");
    // Of a shape that takes a careless pattern seconds, or all of the stack.
    stranger.getRoot("/" + "a".repeat(3900) + "~").expect(404);
    stranger.getRoot("/" + "a/".repeat(1900) + "~").expect(404);
    assertThat(stranger.getRoot("/../../etc/passwd").expect(404).error()).isEqualTo("NOT_FOUND");
    assertThat(stranger.delete("/park").expect(404).error()).isEqualTo("NOT_FOUND");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    var body = new JsonObject().put("name", "x".repeat(70_000)).put("password", "p");
    assertThat(centre.stranger().post("/session", body).expect(413).error()).isEqualTo("TOO_LARGE");
  }

  @Test
  void whatIsNotJsonIsRefused() {
    var stranger = centre.stranger();
    assertThat(
            stranger
                .raw("POST", "/session", "application/json", "{".getBytes(StandardCharsets.UTF_8))
                .expect(400)
                .error())
        .isEqualTo("BAD_REQUEST");
    assertThat(
            stranger
                .raw("POST", "/session", "text/xml", "<a/>".getBytes(StandardCharsets.UTF_8))
                .expect(400)
                .error())
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void everyAnswerForbidsForeignScripts() {
    for (var answer :
        List.of(
            centre.stranger().getRoot("/").expect(200),
            centre.stranger().get("/park").expect(401),
            centre.stranger().getRoot("/nothing.js").expect(404))) {
      assertThat(answer.response().headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy -> assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
      assertThat(answer.response().headers().firstValue("X-Content-Type-Options"))
          .hasValue("nosniff");
    }
  }

  @Test
  void noSearchEngineKeepsTheAddressOfAnETicket() {
    var stranger = centre.stranger();
    var page = stranger.getRoot("/e/SOMEBODYSTOKEN", "Accept", "text/html").expect(200);
    assertThat(page.response().headers().firstValue("X-Robots-Tag"))
        .hasValueSatisfying(said -> assertThat(said).contains("noindex"));
    var board = stranger.getRoot("/board", "Accept", "text/html").expect(200);
    assertThat(board.response().headers().firstValue("X-Robots-Tag")).isEmpty();
  }

  @Test
  void theRootIsTheConsoleOrSaysHowToBuildIt() {
    var page = centre.stranger().getRoot("/").expect(200).response();
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    boolean built = getClass().getClassLoader().getResource("console/index.html") != null;
    assertThat(page.body()).contains(built ? "<script" : "./shanmen build");
  }

  @Test
  void healthAndMetricsNeedNoLogin() {
    assertThat(centre.stranger().getRoot("/health").expect(200).json().getString("database"))
        .isEqualTo("ok");
    assertThat(centre.stranger().getRoot("/metrics").expect(200).response().body())
        .contains("# TYPE shanmen_sessions gauge\nshanmen_sessions ")
        .contains("shanmen_sale_to_gate_seconds_count");
  }
}
