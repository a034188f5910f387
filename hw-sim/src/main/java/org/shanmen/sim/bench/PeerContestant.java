package org.shanmen.sim.bench;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.shanmen.gate.admission.Circumstances;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Doorkeeper;
import org.shanmen.gate.admission.Judgement;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;

/**
 * The same rule over another store: the gate's own {@link Doorkeeper} asks it, on a thread to which
 * scans are handed over as they are to the lane's loop, and the same event is stored before the arm
 * is told. There is no lane around it, so it does less than the gate.
 */
final class PeerContestant implements Contestant {
  private static final String END = "";

  private final PeerStore store;
  private final Doorkeeper doorkeeper;
  private final BlockingQueue<String> scans = new ArrayBlockingQueue<>(1);
  private final WatchedArm arm = new WatchedArm();
  private final Thread lane = new Thread(this::run, "peer-lane");
  private long sequence;

  PeerContestant(PeerStore store) {
    this.store = store;
    this.doorkeeper = new Doorkeeper(ModelRights.LANE, store);
    lane.start();
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public long scan(String code) throws InterruptedException {
    long shown = System.nanoTime();
    scans.add(code);
    long released = arm.await(ArmPosition.RELEASED_IN);
    arm.await(ArmPosition.LOCKED);
    return released - shown;
  }

  private void run() {
    try {
      for (String code = scans.take(); !code.equals(END); code = scans.take()) {
        letIn(code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException(store.name() + " failed", e);
    }
  }

  private void letIn(String code) throws Exception {
    long fingerprint = doorkeeper.fingerprint(CredentialKind.QR, code);
    var judgement = doorkeeper.judge(CredentialKind.QR, code, fingerprint, circumstances());
    if (judgement.decision() instanceof Decision.Admit) {
      store.record(admitted(fingerprint, judgement));
      arm.move(ArmPosition.RELEASED_IN);
      store.record(passed(fingerprint));
    }
    arm.move(ArmPosition.LOCKED);
  }

  private static Circumstances circumstances() {
    return new Circumstances(
        Direction.IN, right -> 0, right -> 0, false, false, System.currentTimeMillis());
  }

  private Event admitted(long fingerprint, Judgement judgement) {
    var question = judgement.question().orElseThrow();
    return event(fingerprint)
        .setKind(EventKind.ADMITTED)
        .setRight(question.getRight().getId())
        .setQuestion(question.toByteString())
        .build();
  }

  private Event passed(long fingerprint) {
    return event(fingerprint).setKind(EventKind.PASSED).setReference(sequence - 1).build();
  }

  private Event.Builder event(long fingerprint) {
    sequence++;
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setAtMillis(System.currentTimeMillis())
        .setDirection(Direction.IN)
        .setCredential(CredentialKind.QR)
        .setFingerprint(fingerprint)
        .setTemplate(ModelRights.TYPE.getId())
        .setPeople(1);
  }

  @Override
  public void apply(List<Change> changes) throws Exception {
    store.apply(changes);
  }

  @Override
  public void close() throws Exception {
    scans.put(END);
    lane.join();
    store.close();
  }
}
