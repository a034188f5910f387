package org.shanmen.gate.device.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.lane.port.Spot;

class FrameStreamTest {
  @Test
  void greyFramesFollowEachOther() throws Exception {
    var frames = frames(2, 2, 2, FrameFormat.GREY, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(next(frames, 4)).containsExactly(1, 2, 3, 4);
    assertThat(next(frames, 4)).containsExactly(5, 6, 7, 8);
    assertThatThrownBy(() -> next(frames, 4)).isInstanceOf(EOFException.class);
  }

  @Test
  void paddingAndColoursAreSkipped() throws Exception {
    // 3 x 3 in rows of 4 bytes, then 2 x (2 x 2) bytes of colour.
    var frames =
        frames(
            3,
            3,
            4,
            FrameFormat.YUV420, //
            1,
            2,
            3,
            99,
            4,
            5,
            6,
            99,
            7,
            8,
            9,
            99,
            70,
            70,
            70,
            70,
            71,
            71,
            71,
            71, //
            9,
            8,
            7,
            99,
            6,
            5,
            4,
            99,
            3,
            2,
            1,
            99,
            70,
            70,
            70,
            70,
            71,
            71,
            71,
            71);
    assertThat(next(frames, 9)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(next(frames, 9)).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void aFrameThatBreaksOffIsNone() {
    var rows = frames(3, 2, 4, FrameFormat.GREY, 1, 2, 3, 99, 4, 5);
    assertThatThrownBy(() -> next(rows, 6)).isInstanceOf(EOFException.class);
    var colours = frames(2, 2, 2, FrameFormat.YUV420, 1, 2, 3, 4, 70);
    assertThatThrownBy(() -> next(colours, 4)).isInstanceOf(EOFException.class);
  }

  @Test
  void theNewestFrameWinsAndBuffersGoRound() throws Exception {
    var newest = new NewestFrame(1);
    byte[] first = {1};
    byte[] second = newest.put(first, 10);
    second[0] = 2;
    assertThat(newest.put(second, 20)).isSameAs(first);

    var taken = newest.take();
    assertThat(taken.pixels()).isSameAs(second);
    assertThat(taken.atNanos()).isEqualTo(20);

    byte[] third = newest.put(first, 30);
    assertThat(third).isNotSameAs(second);
    newest.giveBack(taken);
    assertThat(newest.put(third, 40)).isSameAs(first);
    assertThat(newest.take().atNanos()).isEqualTo(40);
    assertThat(newest.put(first, 50)).isSameAs(second);
  }

  private static byte[] next(FrameStream frames, int bytes) throws Exception {
    byte[] pixels = new byte[bytes];
    frames.next(pixels);
    return pixels;
  }

  private static FrameStream frames(
      int width, int height, int stride, FrameFormat format, int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    var camera =
        new CameraSettings(List.of("none"), width, height, stride, format, Spot.OUTER, 100);
    return new FrameStream(new ByteArrayInputStream(all), camera);
  }
}
