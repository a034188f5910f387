package org.shanmen.central.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** openapi.yaml: the file itself, and what the router makes of it. */
public final class Contract {
  private static final String RESOURCE = "openapi.yaml";
  private static final String JSON = "application/json";

  private final Buffer file;
  private final OpenAPIContract model;

  private Contract(Buffer file, OpenAPIContract model) {
    this.file = file;
    this.model = model;
  }

  /** Reads the file from the classpath. Takes seconds: once for each process. */
  public static Future<Contract> load(Vertx vertx) {
    return vertx
        .executeBlocking(Contract::read, false)
        .compose(
            file ->
                OpenAPIContract.from(vertx, routable(parse(file)))
                    .map(model -> new Contract(file, model)));
  }

  /** The bytes of the file, as served. */
  Buffer file() {
    return file;
  }

  OpenAPIContract model() {
    return model;
  }

  /** What an operation takes. */
  public BodySchema body(String operationId) {
    return BodySchema.of(this, parse(file), operationId);
  }

  /** All operations that the file describes. */
  public List<Operation> operations() {
    return model.operations();
  }

  /**
   * Who may call which operation, in the order of the file.
   *
   * @throws IllegalStateException if the file does not say so of one of them
   */
  public List<Permission> permissions() {
    return operations().stream().map(Permission::of).toList();
  }

  private static Buffer read() {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the classpath");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject parse(Buffer file) {
    Map<String, Object> contract =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(file.toString());
    return new JsonObject(contract);
  }

  /** The library refuses media types that it does not know; it need not know what is no JSON. */
  private static JsonObject routable(JsonObject contract) {
    onlyJson(contract.getJsonObject("components").getJsonObject("responses"));
    for (var path : contract.getJsonObject("paths")) {
      for (var operation : (JsonObject) path.getValue()) {
        onlyJson(((JsonObject) operation.getValue()).getJsonObject("responses"));
      }
    }
    return contract;
  }

  private static void onlyJson(JsonObject responses) {
    for (var response : responses) {
      var content = ((JsonObject) response.getValue()).getJsonObject("content");
      if (content != null) {
        Set.copyOf(content.fieldNames()).stream()
            .filter(type -> !type.equals(JSON))
            .forEach(content::remove);
        if (content.isEmpty()) {
          ((JsonObject) response.getValue()).remove("content");
        }
      }
    }
  }
}
