package org.shanmen.central.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/**
 * Each role against each operation of openapi.yaml, over HTTP. Requests are such that nothing
 * happens where they are let through: what they name is not there, and bodies are no objects.
 */
class PermissionMatrixTest {
  private static final Set<Integer> REFUSALS = Set.of(401, 403);

  private static final Path TABLE = Path.of("src/test/resources/permissions.txt");

  private static final WholeCentre centre = WholeCentre.shared();
  private static List<Operation> operations;

  @BeforeAll
  static void load() {
    var vertx = Vertx.vertx();
    operations =
        Contract.load(vertx).await().operations().stream()
            // Whoever logs out is a stranger to all that follows.
            .sorted(Comparator.comparing(op -> op.getOperationId().equals("closeSession")))
            .toList();
    vertx.close().await();
  }

  @Test
  void whoIsNotLoggedInMayDoNothingButLogIn() {
    var stranger = centre.stranger();
    var softly = new SoftAssertions();
    for (var operation : operations) {
      boolean open = Permission.of(operation).roles().contains(Permission.PUBLIC);
      int status = status(stranger, operation);
      if (open) {
        softly.assertThat(status).as(operation.getOperationId()).isNotIn(REFUSALS).isLessThan(500);
      } else {
        softly.assertThat(status).as(operation.getOperationId()).isEqualTo(401);
      }
    }
    softly.assertAll();
  }

  /** For whoever chooses in his own language what a role may do. */
  @Test
  void everyOperationHasANameInChineseAndInEnglish() {
    var softly = new SoftAssertions();
    for (var operation : operations) {
      var permission = Permission.of(operation);
      softly.assertThat(permission.summary()).as(permission.id()).isNotBlank();
      softly
          .assertThat(permission.summaryZh())
          .as("x-summary-zh of " + permission.id())
          .matches("(?s).*\\p{IsHan}{2}.*");
    }
    softly
        .assertThat(operations.stream().map(op -> Permission.of(op).summaryZh()))
        .doesNotHaveDuplicates();
    softly.assertAll();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aRoleMayDoWhatTheContractSaysAndNothingElse(Role role) {
    var browser = role == Role.CHANNEL ? machine() : centre.with(role.text());
    var softly = new SoftAssertions();
    for (var operation : operations) {
      int status = status(browser, operation);
      if (permits(Permission.of(operation), role)) {
        softly.assertThat(status).as(operation.getOperationId()).isNotIn(REFUSALS).isLessThan(500);
      } else {
        softly.assertThat(status).as(operation.getOperationId()).isEqualTo(403);
      }
    }
    softly.assertAll();
  }

  /** What is for everybody who is logged in is not for machines. */
  private static boolean permits(Permission permission, Role role) {
    return role == Role.CHANNEL
        ? permission.roles().contains(Permission.PUBLIC) || permission.roles().contains(role.text())
        : permission.permits(role);
  }

  private Browser machine() {
    var machine =
        new JsonObject()
            .put("code", WholeCentre.newName("M"))
            .put("name", "Machine")
            .put("channel", "KIOSK");
    var made = centre.admin().post("/channel-clients", machine).expect(201).json();
    return centre.stranger().bearing(made.getString("token"));
  }

  /** So that nobody's rights change unnoticed: whoever means it writes the table anew. */
  @Test
  void theTableSaysWhoMayDoWhat() throws IOException {
    var lines = new ArrayList<String>();
    lines.add(
        "# Who may call which operation: written by PermissionMatrixTest, to be read by people.");
    lines.add(
        "# After a change that is meant: ... test -Dtest=PermissionMatrixTest -Dshanmen.update");
    var roles = Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(" "));
    lines.add("%-24s %s  bound to units, reserved".formatted("operation", roles));
    operations.stream()
        .map(Permission::of)
        .sorted(Comparator.comparing(Permission::id))
        .forEach(permission -> lines.add(line(permission)));
    if (System.getProperty("shanmen.update") != null) {
      Files.write(TABLE, lines);
    }
    assertThat(Files.readAllLines(TABLE)).isEqualTo(lines);
  }

  private static String line(Permission permission) {
    var line = new StringBuilder("%-24s ".formatted(permission.id()));
    for (var role : Role.values()) {
      String mark =
          permission.roles().contains(Permission.PUBLIC)
              ? "o"
              : permits(permission, role) ? "x" : "-";
      line.append(("%-" + (role.text().length() + 1) + "s").formatted(mark));
    }
    permission
        .units()
        .ifPresent(scope -> line.append(' ').append(scope.name().toLowerCase(Locale.ROOT)));
    if (permission.forEverybody()) {
      line.append(" everybody");
    }
    if (permission.reserved()) {
      line.append(" reserved");
    }
    return line.toString().stripTrailing();
  }

  private static int status(Browser browser, Operation operation) {
    String path = operation.getOpenAPIPath().replaceAll("\\{[^}]+}", "0");
    return browser.status(
        operation.getHttpMethod().name(), path, operation.getRequestBody() == null ? "" : "[]");
  }
}
