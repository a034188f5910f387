package org.shanmen.gate.device.face;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Inbox;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * Answers one connection of a terminal. What was understood is answered 200, presented or not: the
 * terminal would send it again otherwise.
 */
final class EventHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  static final String PATH = "/hikvision";

  private final Recognitions recognitions;
  private final Inbox inbox;
  private final Counts counts;

  /**
   * @param recognitions shared by all connections, which share one thread
   */
  EventHandler(Recognitions recognitions, Inbox inbox, Counts counts) {
    this.recognitions = recognitions;
    this.inbox = inbox;
    this.counts = counts;
  }

  private record Answer(HttpResponseStatus status, String text) {}

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    long now = System.nanoTime();
    Answer answer = answer(terminal(context), request, now);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            Unpooled.copiedBuffer(answer.text() + "\n", StandardCharsets.UTF_8));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    HttpUtil.setContentLength(response, response.content().readableBytes());
    boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    HttpUtil.setKeepAlive(response, keep);
    ChannelFuture written = context.writeAndFlush(response);
    if (!keep) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof ReadTimeoutException)) {
      counts.dropped("face.broken", "connection closed: " + cause);
    }
    context.close();
  }

  private Answer answer(String terminal, FullHttpRequest request, long nowNanos) {
    if (request.decoderResult().isFailure()) {
      return malformed("not HTTP: " + request.decoderResult().cause().getMessage());
    }
    if (!new QueryStringDecoder(request.uri()).path().equals(PATH)) {
      return new Answer(HttpResponseStatus.NOT_FOUND, "expected POST " + PATH);
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return new Answer(HttpResponseStatus.METHOD_NOT_ALLOWED, "expected POST " + PATH);
    }
    Decoded<byte[]> body = EventBody.json(request);
    if (body instanceof Decoded.Malformed<byte[]> malformed) {
      return malformed(malformed.why());
    }
    Decoded<HikvisionEvent> event = HikvisionEvent.parse(((Decoded.Ok<byte[]>) body).value());
    if (event instanceof Decoded.Malformed<HikvisionEvent> malformed) {
      return malformed(malformed.why());
    }
    return judged(terminal, ((Decoded.Ok<HikvisionEvent>) event).value(), nowNanos);
  }

  private Answer judged(String terminal, HikvisionEvent event, long nowNanos) {
    Recognition recognition = recognitions.judge(terminal, event);
    if (recognition != Recognition.FRESH) {
      counts.add("face." + recognition.name().toLowerCase(Locale.ROOT));
      return new Answer(HttpResponseStatus.OK, "not presented");
    }
    Signal signal =
        new Signal.Presented(CredentialKind.FACE, event.employeeNo(), "face", Spot.OUTER, nowNanos);
    if (!inbox.offer(signal)) {
      return new Answer(HttpResponseStatus.SERVICE_UNAVAILABLE, "the lane is busy, send it again");
    }
    recognitions.presented(terminal, event);
    return new Answer(HttpResponseStatus.OK, "presented");
  }

  private Answer malformed(String why) {
    counts.dropped("face.malformed", why);
    return new Answer(HttpResponseStatus.BAD_REQUEST, why);
  }

  private static String terminal(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "";
  }
}
