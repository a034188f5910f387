package org.shanmen.central.data;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a backup says of itself, as {@code manifest.json}.
 *
 * @param program version of the centre that made it
 * @param server version of the PostgreSQL that it came from
 * @param schema version of the tables: the last migration
 * @param park its name, as people call it; for people
 * @param tables by name
 * @param sequences the last number drawn; empty: none yet
 * @param files SHA-256 by path below the data directory, with / between
 */
record Manifest(
    String program,
    String server,
    String schema,
    String park,
    Instant madeAt,
    Map<String, Table> tables,
    Map<String, Optional<Long>> sequences,
    Map<String, String> files) {
  /** Of the archive itself; another one is read by another program. */
  static final int FORMAT = 1;

  record Table(List<String> columns, Content content) {}

  /** How many rows all tables have together. */
  long rows() {
    return tables.values().stream().mapToLong(table -> table.content().rows()).sum();
  }

  JsonObject json() {
    var tableList = new JsonObject();
    tables.forEach(
        (name, table) ->
            tableList.put(
                name,
                new JsonObject()
                    .put("columns", new JsonArray(table.columns()))
                    .put("rows", table.content().rows())
                    .put("sha256", table.content().sha256())));
    var sequenceList = new JsonObject();
    sequences.forEach((name, last) -> sequenceList.put(name, last.orElse(null)));
    var fileList = new JsonObject();
    files.forEach(fileList::put);
    return new JsonObject()
        .put("format", FORMAT)
        .put("program", program)
        .put("postgresql", server)
        .put("schema", schema)
        .put("park", park)
        .put("made_at", madeAt.toString())
        .put("tables", tableList)
        .put("sequences", sequenceList)
        .put("files", fileList);
  }

  /**
   * @throws IOException if it is none, or one of another format; the message says so
   */
  static Manifest of(String text) throws IOException {
    try {
      var json = new JsonObject(text);
      if (json.getInteger("format") != FORMAT) {
        throw new IOException(
            "the backup has format %s, this program reads %d: use the version that made it / 备份格式为 %s,本程序只读 %d:请使用生成该备份的版本"
                .formatted(json.getValue("format"), FORMAT, json.getValue("format"), FORMAT));
      }
      return of(json);
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | DateTimeException
        | NumberFormatException e) {
      throw new IOException(
          "manifest.json says what it should not / 清单 manifest.json 已损坏: " + e, e);
    }
  }

  private static Manifest of(JsonObject json) {
    var tables = new LinkedHashMap<String, Table>();
    var tableList = json.getJsonObject("tables");
    for (var name : tableList.fieldNames()) {
      var table = tableList.getJsonObject(name);
      tables.put(
          name,
          new Table(
              table.getJsonArray("columns").stream().map(String.class::cast).toList(),
              new Content(table.getLong("rows"), table.getString("sha256"))));
    }
    var sequences = new LinkedHashMap<String, Optional<Long>>();
    var sequenceList = json.getJsonObject("sequences");
    sequenceList
        .fieldNames()
        .forEach(name -> sequences.put(name, Optional.ofNullable(sequenceList.getLong(name))));
    var files = new LinkedHashMap<String, String>();
    var fileList = json.getJsonObject("files");
    fileList.fieldNames().forEach(path -> files.put(path, fileList.getString(path)));
    return new Manifest(
        json.getString("program"),
        json.getString("postgresql"),
        json.getString("schema"),
        json.getString("park"),
        Instant.parse(json.getString("made_at")),
        tables,
        sequences,
        files);
  }
}
