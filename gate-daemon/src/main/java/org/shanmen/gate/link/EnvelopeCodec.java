package org.shanmen.gate.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.wire.Envelope;

/**
 * Bytes to envelopes and back, for one connection. Passes {@link Decoded} up and takes {@link
 * Envelope.Builder}s down; buffers go no further than here.
 */
final class EnvelopeCodec extends ChannelDuplexHandler {
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter();

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    byte[] bytes;
    try {
      var buffer = (ByteBuf) message;
      bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
    } finally {
      ReferenceCountUtil.release(message);
    }
    for (var decoded : reader.feed(bytes)) {
      context.fireChannelRead(decoded);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(Unpooled.wrappedBuffer(writer.frame((Envelope.Builder) message)), promise);
  }
}
