package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.KeptPostgres;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.AuditChainer;
import org.shanmen.central.people.AuditHeads;
import org.shanmen.central.web.Actor;

class AuditProgramTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @TempDir Path temp;

  @Test
  void theLogIsVerifiedWhileTheDatabaseRunsAndWhileItDoesNot() throws Exception {
    Path data = temp.resolve("data");
    withThreeEntries(
        data,
        database -> {
          assertThat(verify("--data", data.toString())).isEqualTo(AuditProgram.INTACT);
          assertThat(said()).contains("intact").contains("3 entries").contains("head 3:");
        });
    assertThat(verify("--data", data.toString())).isEqualTo(AuditProgram.INTACT);
    String wrong = "3:" + "0".repeat(64);
    assertThat(verify("--data", data.toString(), "--head", wrong)).isEqualTo(AuditProgram.TAMPERED);
    assertThat(said()).contains("link 3").contains("被截断");
  }

  @Test
  void whatSomebodyCutOffInTheDatabaseIsFoundByTheFileBesideIt() throws Exception {
    Path data = temp.resolve("data");
    withThreeEntries(
        data,
        database -> {
          database.transact(
              tx ->
                  tx.execute(
                      "set local session_replication_role = replica;"
                          + " delete from audit where id = 3;"
                          + " delete from audit_chain where position = 3"));
          assertThat(verify("--data", data.toString())).isEqualTo(AuditProgram.TAMPERED);
          assertThat(said())
              .contains("link 3")
              .contains("被截断")
              .contains("tampered / 已被篡改: 2 entries")
              .doesNotContain("intact");
        });
  }

  private static void withThreeEntries(Path data, Consumer<Database> then) throws Exception {
    var vertx = Vertx.vertx();
    try (var directory = DataDirectory.claim(data);
        var server = KeptPostgres.start(directory);
        var database = Database.open(vertx, server.settings())) {
      var audit = new Audit(InstantSource.system());
      for (int i = 0; i < 3; i++) {
        database.transact(
            tx -> {
              audit.write(tx, Actor.SYSTEM, "area.create", "A", "");
              return null;
            });
      }
      new AuditChainer(
              vertx,
              database,
              new AuditHeads(data),
              InstantSource.system(),
              ZoneId.of("Asia/Shanghai"))
          .chainAll()
          .await();
      then.accept(database);
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void aMistakeIsTold() {
    assertThat(verify("--data", temp.resolve("none").toString())).isEqualTo(AuditProgram.MISTAKE);
    assertThat(said()).contains("不是中心的数据目录");
    assertThat(verify("--data", temp.toString(), "--head", "3")).isEqualTo(AuditProgram.MISTAKE);
    assertThat(verify("--what", "x")).isEqualTo(AuditProgram.MISTAKE);
    assertThat(said()).contains("usage");
  }

  private int verify(String... arguments) {
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    var all = new String[arguments.length + 1];
    all[0] = "verify";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new AuditProgram(out, out).run(all);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
