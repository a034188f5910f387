package org.shanmen.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.Use;

/**
 * Elements of a snapshot in few bytes: about nine for a right with one fingerprint, of which eight
 * are the fingerprint, which nothing makes smaller.
 *
 * <pre>
 *  0      4               4 + n
 * +------+---------------+---------------------------------------+
 * | n    | rows, deflated| fingerprints, 8 bytes each, in order  |   big-endian
 * +------+---------------+---------------------------------------+
 *
 * a row: a number (varint), then
 *   0      a change as it stands: length, serialised Change
 *   1      a new shape of rights: length, a Right without id and fingerprints; how many
 *          fingerprints; then as for 3 + k
 *   2      a new shape of uses: length, a Use without right, sequence and time; then as for 3 + k
 *   3 + k  of shape k, counted from 0 as they came; numbers as differences, zigzag:
 *          a right: id from the last right's
 *          a use: right from the last use's, sequence from the shape's last, time from the last
 *          use's
 * </pre>
 *
 * <p>What does not come out as the same bytes that went in travels as it stands: the set's hash is
 * taken over those bytes.
 */
public final class PackedChanges {
  /** Bodies in one packing, in bytes together, so that it can also travel unpacked. */
  public static final int MAX_BODY_BYTES = Frames.MAX_BYTES / 2;

  private static final int PLAIN = 0;
  private static final int NEW_RIGHTS = 1;
  private static final int NEW_USES = 2;
  private static final int FIRST_SHAPE = 3;
  private static final int BUFFER_BYTES = 16 << 10;

  private PackedChanges() {}

  /**
   * Packs elements: templates, rights and uses.
   *
   * @throws IllegalArgumentException if their bodies are larger than {@link #MAX_BODY_BYTES}
   */
  public static byte[] pack(List<Change> changes) {
    long bodies = changes.stream().mapToLong(PackedChanges::bodyBytes).sum();
    if (bodies > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(bodies + " bytes of changes: at most " + MAX_BODY_BYTES);
    }
    try {
      return new Packing().pack(changes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of streams in memory
    }
  }

  /** Unpacks; never holds more than {@link Frames#MAX_BYTES} of rows, whatever came. */
  public static Decoded<List<Change>> unpack(byte[] packed) {
    try {
      return new Decoded.Ok<>(new Unpacking(packed).unpack());
    } catch (IOException | DataFormatException e) {
      return new Decoded.Malformed<>("packed changes: " + e.getMessage());
    }
  }

  private static int bodyBytes(Change change) {
    return change.getSerializedSize();
  }

  private record Shape(ByteString body, int fingerprints) {}

  private static Right.Builder shapeOf(Right right) {
    return right.toBuilder().clearId().clearFingerprints();
  }

  private static Use.Builder shapeOf(Use use) {
    return use.toBuilder().clearRight().clearSequence().clearAtMillis();
  }

  /** What both sides remember from row to row. */
  private static class Running {
    final Map<Integer, Long> lastSequence = new HashMap<>();
    long lastId;
    long lastUsedRight;
    long lastAtMillis;
  }

  private static final class Packing extends Running {
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fingerprints = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(rows);
    private final Map<Shape, Integer> rightShapes = new HashMap<>();
    private final Map<ByteString, Integer> useShapes = new HashMap<>();
    private int shapes;

    byte[] pack(List<Change> changes) throws IOException {
      for (var change : changes) {
        if (change.hasPutRight() && packs(Right.parser(), change.getPutRight())) {
          right(Right.parseFrom(change.getPutRight()));
        } else if (change.hasAddUse() && packs(Use.parser(), change.getAddUse())) {
          use(Use.parseFrom(change.getAddUse()));
        } else {
          out.writeUInt32NoTag(PLAIN);
          out.writeByteArrayNoTag(change.toByteArray());
        }
      }
      out.flush();
      byte[] deflated = deflated(rows.toByteArray());
      return ByteBuffer.allocate(Integer.BYTES + deflated.length + fingerprints.size())
          .putInt(deflated.length)
          .put(deflated)
          .put(fingerprints.toByteArray())
          .array();
    }

    private static boolean packs(com.google.protobuf.Parser<?> parser, ByteString body) {
      try {
        var parsed = (com.google.protobuf.MessageLite) parser.parseFrom(body);
        return parsed.toByteString().equals(body);
      } catch (InvalidProtocolBufferException e) {
        return false;
      }
    }

    private void right(Right right) throws IOException {
      var shape = new Shape(shapeOf(right).build().toByteString(), right.getFingerprintsCount());
      var known = rightShapes.get(shape);
      if (known == null) {
        out.writeUInt32NoTag(NEW_RIGHTS);
        out.writeBytesNoTag(shape.body());
        out.writeUInt32NoTag(shape.fingerprints());
        rightShapes.put(shape, shapes++);
      } else {
        out.writeUInt32NoTag(FIRST_SHAPE + known);
      }
      out.writeSInt64NoTag(right.getId() - lastId);
      lastId = right.getId();
      for (long fingerprint : right.getFingerprintsList()) {
        fingerprints.write(ByteBuffer.allocate(Long.BYTES).putLong(fingerprint).array());
      }
    }

    private void use(Use use) throws IOException {
      var shape = shapeOf(use).build().toByteString();
      var known = useShapes.get(shape);
      if (known == null) {
        out.writeUInt32NoTag(NEW_USES);
        out.writeBytesNoTag(shape);
        known = shapes++;
        useShapes.put(shape, known);
      } else {
        out.writeUInt32NoTag(FIRST_SHAPE + known);
      }
      out.writeSInt64NoTag(use.getRight() - lastUsedRight);
      out.writeSInt64NoTag(use.getSequence() - lastSequence.getOrDefault(known, 0L));
      out.writeSInt64NoTag(use.getAtMillis() - lastAtMillis);
      lastUsedRight = use.getRight();
      lastSequence.put(known, use.getSequence());
      lastAtMillis = use.getAtMillis();
    }

    private static byte[] deflated(byte[] rows) {
      var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      try {
        deflater.setInput(rows);
        deflater.finish();
        var deflated = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER_BYTES];
        while (!deflater.finished()) {
          deflated.write(buffer, 0, deflater.deflate(buffer));
        }
        return deflated.toByteArray();
      } finally {
        deflater.end();
      }
    }
  }

  private static final class Unpacking extends Running {
    private final ByteBuffer packed;
    private final List<Object> shapes = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private ByteBuffer fingerprints;
    private int bodies;

    Unpacking(byte[] packed) {
      this.packed = ByteBuffer.wrap(packed);
    }

    List<Change> unpack() throws IOException, DataFormatException {
      if (packed.remaining() < Integer.BYTES) {
        throw new DataFormatException(packed.remaining() + " bytes: expected at least 4");
      }
      int length = packed.getInt();
      if (length < 0 || length > packed.remaining()) {
        throw new DataFormatException(
            "rows of " + length + " bytes: there are " + packed.remaining());
      }
      fingerprints = packed.slice(packed.position() + length, packed.remaining() - length);
      var in = CodedInputStream.newInstance(inflated(length));
      while (!in.isAtEnd()) {
        row(in);
      }
      if (fingerprints.hasRemaining()) {
        throw new DataFormatException(fingerprints.remaining() + " bytes behind the last row's");
      }
      return changes;
    }

    private byte[] inflated(int length) throws DataFormatException {
      var inflater = new Inflater(true);
      try {
        inflater.setInput(packed.slice(packed.position(), length));
        var rows = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER_BYTES];
        while (!inflater.finished()) {
          int count = inflater.inflate(buffer);
          if (count == 0 && !inflater.finished()) {
            throw new DataFormatException("the rows end too early");
          }
          if (rows.size() + count > Frames.MAX_BYTES) {
            throw new DataFormatException("more than " + Frames.MAX_BYTES + " bytes of rows");
          }
          rows.write(buffer, 0, count);
        }
        return rows.toByteArray();
      } finally {
        inflater.end();
      }
    }

    private void row(CodedInputStream in) throws IOException, DataFormatException {
      int what = in.readUInt32();
      switch (what) {
        case PLAIN -> add(Change.parseFrom(in.readByteArray()));
        case NEW_RIGHTS -> {
          var shape = new Shape(in.readBytes(), in.readUInt32());
          shapes.add(new RightShape(Right.parseFrom(shape.body()), shape.fingerprints()));
          ofShape(shapes.size() - 1, in);
        }
        case NEW_USES -> {
          shapes.add(Use.parseFrom(in.readBytes()));
          ofShape(shapes.size() - 1, in);
        }
        default -> ofShape(what - FIRST_SHAPE, in);
      }
    }

    private record RightShape(Right right, int fingerprints) {}

    private void ofShape(int number, CodedInputStream in) throws IOException, DataFormatException {
      if (number < 0 || number >= shapes.size()) {
        throw new DataFormatException("shape " + number + ": there are " + shapes.size());
      }
      if (shapes.get(number) instanceof RightShape shape) {
        lastId += in.readSInt64();
        var right = shape.right().toBuilder().setId(lastId);
        if (shape.fingerprints() < 0
            || shape.fingerprints() > fingerprints.remaining() / Long.BYTES) {
          throw new DataFormatException("fingerprints are missing");
        }
        for (int i = 0; i < shape.fingerprints(); i++) {
          right.addFingerprints(fingerprints.getLong());
        }
        add(Change.newBuilder().setPutRight(right.build().toByteString()).build());
      } else {
        var use = ((Use) shapes.get(number)).toBuilder();
        lastUsedRight += in.readSInt64();
        long sequence = lastSequence.getOrDefault(number, 0L) + in.readSInt64();
        lastSequence.put(number, sequence);
        lastAtMillis += in.readSInt64();
        use.setRight(lastUsedRight).setSequence(sequence).setAtMillis(lastAtMillis);
        add(Change.newBuilder().setAddUse(use.build().toByteString()).build());
      }
    }

    private void add(Change change) throws DataFormatException {
      bodies += bodyBytes(change);
      if (bodies > MAX_BODY_BYTES) {
        throw new DataFormatException("more than " + MAX_BODY_BYTES + " bytes of changes");
      }
      changes.add(change);
    }
  }
}
