package org.shanmen.gate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.TicketTemplate;

/** After any history the whitelist equals the model, on both sides of a reopening or a kill. */
class WhitelistModelTest {
  private static final int RIGHTS = 6;
  private static final int FINGERPRINTS = 5;
  private static final int TEMPLATES = 3;

  /** What happens to a whitelist. */
  sealed interface Step {
    record Changes(List<Change> changes) implements Step {}

    record WrongBase(List<Change> changes) implements Step {}

    record WrongHash(List<Change> changes) implements Step {}

    record SnapshotArrives() implements Step {}

    record SnapshotBreaksOff() implements Step {}

    record Reopened() implements Step {}

    record Killed() implements Step {}
  }

  @Property(tries = 150)
  void equalsTheModel(
      @ForAll("histories") List<Step> history, @ForAll @IntRange(min = 1, max = 30) int compactFrom)
      throws IOException {
    var places = new ArrayList<Path>();
    var model = Sets.empty();
    places.add(Files.createTempDirectory("whitelist"));
    var whitelist = Whitelist.open(places.get(0), compactFrom);
    try {
      for (var step : history) {
        if (step instanceof Step.Changes s) {
          assertThat(whitelist.apply(model.change(s.changes()))).isInstanceOf(Applied.Now.class);
        } else if (step instanceof Step.WrongBase s) {
          var delta = model.copy().atVersion(model.version() + 1).change(s.changes());
          assertThat(whitelist.apply(delta)).isInstanceOf(Applied.Refused.class);
        } else if (step instanceof Step.WrongHash s) {
          var delta = model.copy().change(s.changes());
          assertThat(
                  whitelist.apply(
                      delta.toBuilder().setTargetHash(delta.getTargetHash() + 1).build()))
              .isInstanceOf(Applied.Refused.class);
        } else if (step instanceof Step.SnapshotArrives) {
          WhitelistTest.load(whitelist, model.atVersion(model.version() + 10));
        } else if (step instanceof Step.SnapshotBreaksOff) {
          whitelist.beginSnapshot(1000, 1).add(model.elements());
        } else if (step instanceof Step.Reopened) {
          whitelist.close();
          whitelist = Whitelist.open(last(places), compactFrom);
          assertThat(whitelist.damage()).isEmpty();
        } else {
          places.add(Files.createTempDirectory("whitelist"));
          copy(whitelist, places.get(places.size() - 2), last(places));
          whitelist.close();
          whitelist = Whitelist.open(last(places), compactFrom);
          assertThat(whitelist.damage()).isEmpty();
        }
        assertEqual(whitelist, model);
      }
    } finally {
      whitelist.close();
      for (var place : places) {
        delete(place);
      }
    }
  }

  @Property(tries = 100)
  void aCutInTheNewestLogLeavesAnEarlierVersion(
      @ForAll("histories") List<Step> history, @ForAll @IntRange(max = 100) int percent)
      throws IOException {
    var directory = Files.createTempDirectory("whitelist");
    var model = Sets.empty();
    Map<Long, Long> hashes = new HashMap<>(Map.of(0L, 0L));
    try {
      try (var whitelist = Whitelist.open(directory, 1000)) {
        for (var step : history) {
          if (step instanceof Step.Changes s) {
            whitelist.apply(model.change(s.changes()));
            hashes.put(model.version(), model.hash());
          }
        }
      }
      var log = new Directory(directory).log(1);
      try (var file = new RandomAccessFile(log.toFile(), "rw")) {
        file.setLength(file.length() * percent / 100);
      }
      try (var whitelist = Whitelist.open(directory, 1000)) {
        assertThat(hashes).containsEntry(whitelist.version(), whitelist.hash());
        WhitelistTest.load(whitelist, model);
        assertEqual(whitelist, model);
      }
    } finally {
      delete(directory);
    }
  }

  private static void assertEqual(Whitelist whitelist, Sets model) {
    assertThat(whitelist.version()).isEqualTo(model.version());
    assertThat(whitelist.hash()).isEqualTo(model.hash());
    for (long right = 0; right <= RIGHTS; right++) {
      assertThat(whitelist.rightById(right)).isEqualTo(model.right(right));
      assertThat(whitelist.uses(right)).containsExactlyInAnyOrderElementsOf(model.uses(right));
    }
    for (long fingerprint = 0; fingerprint <= FINGERPRINTS; fingerprint++) {
      assertThat(whitelist.rights(fingerprint)).isEqualTo(model.rightsWith(fingerprint));
    }
    for (int template = 0; template <= TEMPLATES; template++) {
      assertThat(whitelist.template(template)).isEqualTo(model.template(template));
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    var changes = changes().list().ofMaxSize(8);
    return Arbitraries.<Step>frequencyOf(
            net.jqwik.api.Tuple.of(10, changes.map(Step.Changes::new)),
            net.jqwik.api.Tuple.of(1, changes.map(Step.WrongBase::new)),
            net.jqwik.api.Tuple.of(1, changes.map(Step.WrongHash::new)),
            net.jqwik.api.Tuple.of(1, Arbitraries.create(Step.SnapshotArrives::new)),
            net.jqwik.api.Tuple.of(1, Arbitraries.create(Step.SnapshotBreaksOff::new)),
            net.jqwik.api.Tuple.of(1, Arbitraries.create(Step.Reopened::new)),
            net.jqwik.api.Tuple.of(1, Arbitraries.create(Step.Killed::new)))
        .list()
        .ofMaxSize(25);
  }

  private static Arbitrary<Change> changes() {
    var templates =
        Combinators.combine(
                Arbitraries.integers().between(1, TEMPLATES), Arbitraries.strings().ofMaxLength(5))
            .as((id, name) -> TicketTemplate.newBuilder().setId(id).setNameZh(name).build())
            .map(Sets::put);
    var rights =
        Combinators.combine(
                Arbitraries.longs().between(1, RIGHTS),
                Arbitraries.of(RightState.ACTIVE, RightState.RIGHT_REVOKED),
                Arbitraries.longs().between(1, FINGERPRINTS).set().ofMaxSize(3))
            .as(
                (id, state, prints) ->
                    Sets.right(id, prints.stream().mapToLong(p -> p).toArray()).toBuilder()
                        .setState(state)
                        .build())
            .map(Sets::put);
    var uses =
        Combinators.combine(
                Arbitraries.longs().between(1, RIGHTS),
                Arbitraries.integers().between(1, 2),
                Arbitraries.longs().between(1, 4))
            .as(Sets::use)
            .map(Sets::add);
    var removals = Arbitraries.longs().between(1, RIGHTS).map(Sets::remove);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, templates),
        net.jqwik.api.Tuple.of(4, rights),
        net.jqwik.api.Tuple.of(4, uses),
        net.jqwik.api.Tuple.of(1, removals));
  }

  /** What a kill at this moment would leave: names on disk change under the monitor only. */
  private static void copy(Whitelist whitelist, Path from, Path to) throws IOException {
    synchronized (whitelist) {
      try (var files = Files.list(from)) {
        for (var file : files.filter(f -> !f.toString().endsWith(".part")).toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private static Path last(List<Path> places) {
    return places.get(places.size() - 1);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
