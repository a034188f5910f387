package org.shanmen.sim.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.Simulation;

/** The API over real HTTP. */
@Timeout(180)
class ControlApiTest {
  private record Answer(int status, JsonObject json) {}

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private Simulation simulation;
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    simulation = Simulation.in(directory);
    simulation.add(LaneSettings.usual("N1", Gait.atSpeed(1000, 1)));
    simulation.add(LaneSettings.usual("N2", Gait.atSpeed(1000, 1)));
    server = ControlServer.start(simulation, InetSocketAddress.createUnresolved("127.0.0.1", 0));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    simulation.close();
  }

  @Test
  void aLaneAtRestIsShownWhole() throws Exception {
    assertThat(get("/lanes/N1").json)
        .isEqualTo(
            new JsonObject(
                """
                {"gate":"N1","arm":"locked","lamp":"off","panel":"","spoken":[],
                 "beams":{"outer":false,"inner":false,"outer_breaks":0,"inner_breaks":0},
                 "passes":{"in":0,"out":0},"power":true,"fire":false,"people_waiting":0,
                 "connected":false,"interlock":false,
                 "collector":{"card":false,"swallowed":0,"returned":0}}
                """));
  }

  @Test
  void allLanesAreListedInTheirOrder() throws Exception {
    var lanes = get("/lanes").json.getJsonArray("lanes");

    assertThat(lanes.stream().map(lane -> ((JsonObject) lane).getString("gate")))
        .containsExactly("N1", "N2");
  }

  @Test
  void aWalkAnswersWhenItHasEnded() throws Exception {
    assertThat(post("N1/walk", "{'direction':'in','people':2}").json)
        .isEqualTo(new JsonObject("{\"passed\":0,\"refused\":2,\"turned_back\":0}"));
    post("N1/fire", "{'on':true}");
    assertThat(post("N1/walk", "{'direction':'out','people':2,'manner':'tailgate'}").json)
        .isEqualTo(new JsonObject("{\"passed\":3,\"refused\":0,\"turned_back\":0}"));
    assertThat(post("N1/walk", "{'direction':'in','manner':'turn_back'}").json)
        .isEqualTo(new JsonObject("{\"passed\":0,\"refused\":0,\"turned_back\":1}"));

    assertThat(get("/lanes/N1").json.getJsonObject("passes"))
        .isEqualTo(new JsonObject("{\"in\":0,\"out\":3}"));
  }

  @Test
  void fireAndPowerDropTheArm() throws Exception {
    assertThat(post("N1/fire", "{'on':true}").json.getString("arm")).isEqualTo("dropped");
    assertThat(post("N2/power", "{'on':false}").json.getBoolean("power")).isFalse();

    assertThat(get("/lanes/N2").json.getString("arm")).isEqualTo("dropped");
  }

  @Test
  void devicesCanBePulledPluggedAndGarbled() throws Exception {
    assertThat(post("N1/garbage", "{'device':'scanner','hex':'00ff02'}").status).isEqualTo(200);
    assertThat(post("N1/unplug", "{'device':'scanner'}").status).isEqualTo(200);
    assertThat(post("N1/present", "{'kind':'qr','value':'A'}").status).isEqualTo(409);
    assertThat(post("N1/garbage", "{'device':'scanner','hex':'00'}").status).isEqualTo(409);
    assertThat(post("N1/plug", "{'device':'scanner'}").status).isEqualTo(200);

    assertThat(post("N1/present", "{'kind':'qr','value':'A'}").status).isEqualTo(200);
  }

  @Test
  void buttonCollectorAndTheOtherLaneCanBePlayed() throws Exception {
    assertThat(post("N1/button", "{}").status).isEqualTo(200);
    assertThat(post("N1/bin-full", "{'on':true}").status).isEqualTo(200);
    assertThat(post("N1/other-lane", "{'on':true}").status).isEqualTo(200);
    assertThat(post("N1/insert-card", "{}").json.getJsonObject("collector").getBoolean("card"))
        .isTrue();
    assertThat(post("N1/insert-card", "{}").status).isEqualTo(409);
  }

  @Test
  void aFaceThatNobodyTakesIsABadGateway() throws Exception {
    assertThat(post("N1/present", "{'kind':'face','value':'5001'}").status).isEqualTo(502);
    assertThat(post("N1/face", "{'value':'5001','event':'history'}").status).isEqualTo(502);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "N1/present | {'kind':'palm','value':'A'} | kind = \"palm\"",
        "N1/present | {'kind':'qr'} | value is missing",
        "N1/present | {'kind':'qr','value':''} | value has 0 characters",
        "N1/present | {'kind':'ic','value':'xyz'} | hexadecimal",
        "N1/present | {'kind':'qr','value':7} | value = 7: expected a text",
        "N1/present | {'kind':'qr','value':'A\\nB'} | control characters",
        "N1/face | {'value':'5001','event':'smile'} | expected one of pass, fail, history, again",
        "N1/face | {'event':'pass'} | value is missing",
        "N1/walk | {'direction':'up'} | expected one of in, out",
        "N1/walk | {'direction':'in','people':0} | expected a whole number from 1 to 100",
        "N1/walk | {'direction':'in','people':1.5} | people = 1.5",
        "N1/walk | {'direction':'in','people':null} | people = null",
        "N1/walk | {'direction':'in','manner':'fly'} | manner",
        "N1/walk | {'direction':'in','linger_millis':999999} | linger_millis",
        "N1/walk | {'direction':'in','poeple':2} | unknown field \"poeple\"",
        "N1/fire | {'on':'yes'} | true or false",
        "N1/power | {} | on is missing",
        "N1/garbage | {'device':'horn','hex':'00'} | scanner, card-reader, panel, voice",
        "N1/garbage | {'device':'panel','hex':'0'} | hexadecimal",
        "N1/unplug | [] | JSON object",
        "N1/plug | {'device' | not JSON",
      })
  void whatIsWrongIsSaidInBothLanguages(String path, String body, String said) throws Exception {
    var answer = post(path, body);

    assertThat(answer.status).isEqualTo(400);
    var error = answer.json.getJsonObject("error");
    assertThat(error.getString("message_en")).contains(said);
    assertThat(error.getString("message_zh")).isNotBlank();
  }

  @Test
  void anEmptyBodyIsMalformed() throws Exception {
    assertThat(post("N1/walk", "").status).isEqualTo(400);
  }

  @Test
  void unknownLanesAndAddressesAreNotFound() throws Exception {
    var answer = get("/lanes/N9");
    assertThat(answer.status).isEqualTo(404);
    assertThat(answer.json.getJsonObject("error").getString("message_en")).contains("[N1, N2]");
    assertThat(post("N9/walk", "{'direction':'in'}").status).isEqualTo(404);
    assertThat(post("N1/dance", "{}").status).isEqualTo(404);
    assertThat(get("/").status).isEqualTo(404);

    assertThat(get("/lanes/N1/walk").status).isEqualTo(405);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    var body = "{'value':'" + "x".repeat(ControlApi.MAX_BODY_BYTES) + "'}";

    assertThat(post("N1/present", body).status).isEqualTo(413);
  }

  @Test
  void whatIsShownWhereNothingReadsItIsImpossible() throws Exception {
    var answer = post("N1/present", "{'kind':'ic','value':'06008E6D5D','spot':'inner'}");

    assertThat(answer.status).isEqualTo(409);
    assertThat(answer.json.encode()).contains("no card-reader-inner");
    assertThat(post("N1/present", "{'kind':'qr','value':'A','spot':'collector'}").status)
        .isEqualTo(409);
  }

  @Test
  void tooManyPeopleAreImpossible() throws Exception {
    for (int i = 0; i < 10; i++) {
      simulation.lane("N1").orElseThrow().walk(org.shanmen.sim.lane.Walk.in().by(100));
    }

    assertThat(post("N1/walk", "{'direction':'in'}").status).isEqualTo(409);
  }

  private Answer get(String path) throws Exception {
    return send(request(path).GET());
  }

  /** With quotes for people. */
  private Answer post(String path, String body) throws Exception {
    return send(
        request("/lanes/" + path)
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.address().resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private Answer send(HttpRequest.Builder request) throws Exception {
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), new JsonObject(answer.body()));
  }
}
