package org.shanmen.gate.device.face;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.watch.Counts;

/**
 * Closes a connection whose request is not whole some time after its first byte: a byte now and
 * then keeps no place for ever.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private final Counts counts;
  private Future<?> deadline;

  RequestDeadline(Counts counts) {
    this.counts = counts;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (deadline == null) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> {
                    counts.dropped("face.slow", "a request took too long: connection closed");
                    context.close();
                  },
                  Limits.FACE_REQUEST_MILLIS,
                  TimeUnit.MILLISECONDS);
    }
    context.fireChannelRead(bytes);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    answered();
    context.fireChannelInactive();
  }

  /** The request was whole and has its answer. */
  void answered() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
