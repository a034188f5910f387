package org.shanmen.gate.device.face;

import io.netty.buffer.ByteBufUtil;
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
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.protocol.Decoded;

/**
 * Answers one connection of a terminal. What was understood is answered 200, presented or not: the
 * terminal would send it again otherwise.
 */
final class EventHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final String EXPECTED =
      "expected POST /hikvision, POST /dahua or the paths below /iclock/";

  private final FaceSettings settings;
  private final Presenter presenter;
  private final Counts counts;
  private final Clock clock;
  private final Consumer<String> heard;

  /**
   * @param heard told the name in signals of each terminal that says anything
   * @param presenter shared by all connections, which share one thread
   * @param clock ours, and the zone in which terminals tell their time
   */
  EventHandler(
      FaceSettings settings,
      Presenter presenter,
      Counts counts,
      Clock clock,
      Consumer<String> heard) {
    this.settings = settings;
    this.presenter = presenter;
    this.counts = counts;
    this.clock = clock;
    this.heard = heard;
  }

  private record Answer(HttpResponseStatus status, String text) {}

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    long now = System.nanoTime();
    Answer answer = answer(context, request, now);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            Unpooled.copiedBuffer(answer.text(), StandardCharsets.UTF_8));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    HttpUtil.setContentLength(response, response.content().readableBytes());
    boolean keep = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    HttpUtil.setKeepAlive(response, keep);
    RequestDeadline deadline = context.pipeline().get(RequestDeadline.class);
    if (deadline != null) {
      deadline.answered();
    }
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

  private Answer answer(ChannelHandlerContext context, FullHttpRequest request, long nowNanos) {
    if (request.decoderResult().isFailure()) {
      return malformed("not HTTP: " + request.decoderResult().cause().getMessage());
    }
    Optional<Route> route = Route.of(request.uri());
    if (route.isEmpty()) {
      return new Answer(HttpResponseStatus.NOT_FOUND, EXPECTED + "\n");
    }
    Optional<Sender> sender = sender(context, route.get());
    if (sender.isEmpty()) {
      counts.dropped("face.stranger", "a request from no terminal of the configuration");
      return new Answer(
          HttpResponseStatus.FORBIDDEN, "this is no terminal of this gate (face.terminals)\n");
    }
    heard.accept(sender.get().reader());
    return route.get().kind() == FaceKind.ZKTECO
        ? zkteco(sender.get(), route.get(), request, nowNanos)
        : json(sender.get(), route.get().kind(), request, nowNanos);
  }

  /** Who sent it by its address, path and token; empty for strangers. */
  private Optional<Sender> sender(ChannelHandlerContext context, Route route) {
    if (!(context.channel().remoteAddress() instanceof InetSocketAddress remote)) {
      return Optional.empty();
    }
    if (settings.terminals().isEmpty()) {
      return Optional.of(Sender.unnamed(remote.getAddress().getHostAddress()));
    }
    return settings.terminals().stream()
        .filter(terminal -> terminal.address().equals(remote.getAddress()))
        .filter(route::fits)
        .findFirst()
        .map(Sender::of);
  }

  private Answer json(Sender sender, FaceKind kind, FullHttpRequest request, long nowNanos) {
    if (!request.method().equals(HttpMethod.POST)) {
      return notAllowed("expected POST " + kind.path());
    }
    Decoded<byte[]> body = EventBody.json(request);
    if (body instanceof Decoded.Malformed<byte[]> malformed) {
      return malformed(malformed.why());
    }
    byte[] event = ((Decoded.Ok<byte[]>) body).value();
    Instant now = clock.instant();
    return presented(
        sender,
        kind == FaceKind.HIKVISION
            ? each(HikvisionEvent.parse(event), hikvision -> hikvision.report(clock.getZone(), now))
            : each(DahuaEvent.parse(event), DahuaEvent::report),
        new Moment(now, nowNanos),
        "\n");
  }

  private Answer zkteco(Sender sender, Route route, FullHttpRequest request, long nowNanos) {
    if (!ZktecoPush.isSerialNumber(route.token())) {
      return malformed("expected the terminal's serial number: ?SN=...");
    }
    if (!ZktecoPush.isRecords(route, request.method())) {
      return ZktecoPush.answer(route, request.method(), settings.wordSeconds())
          .map(text -> new Answer(HttpResponseStatus.OK, text))
          .orElseGet(() -> notAllowed("expected the push protocol's paths and methods"));
    }
    Decoded<List<ZktecoLog>> records = ZktecoLog.parse(ByteBufUtil.getBytes(request.content()));
    if (records instanceof Decoded.Malformed<List<ZktecoLog>> malformed) {
      return malformed(malformed.why());
    }
    Instant now = clock.instant();
    List<FaceReport> reports = new ArrayList<>();
    for (ZktecoLog log : ((Decoded.Ok<List<ZktecoLog>>) records).value()) {
      Decoded<FaceReport> report = log.report(clock.getZone(), now);
      if (report instanceof Decoded.Malformed<FaceReport> malformed) {
        return malformed(malformed.why());
      }
      reports.add(((Decoded.Ok<FaceReport>) report).value());
    }
    // Two terminals behind one address count on their own.
    Sender terminal = sender.withDevice(route.token());
    Answer answer = presented(terminal, new Decoded.Ok<>(reports), new Moment(now, nowNanos), "");
    return answer.status().equals(HttpResponseStatus.OK)
        ? new Answer(HttpResponseStatus.OK, ZktecoPush.OK)
        : answer;
  }

  private static <E> Decoded<List<FaceReport>> each(
      Decoded<E> event, Function<E, Decoded<FaceReport>> meaning) {
    if (event instanceof Decoded.Malformed<E> malformed) {
      return new Decoded.Malformed<>(malformed.why());
    }
    Decoded<FaceReport> report = meaning.apply(((Decoded.Ok<E>) event).value());
    return report instanceof Decoded.Malformed<FaceReport> malformed
        ? new Decoded.Malformed<>(malformed.why())
        : new Decoded.Ok<>(List.of(((Decoded.Ok<FaceReport>) report).value()));
  }

  private Answer presented(
      Sender sender, Decoded<List<FaceReport>> reports, Moment moment, String end) {
    if (reports instanceof Decoded.Malformed<List<FaceReport>> malformed) {
      return malformed(malformed.why());
    }
    boolean any = false;
    for (FaceReport report : ((Decoded.Ok<List<FaceReport>>) reports).value()) {
      switch (presenter.judge(sender, report, moment)) {
        case PRESENTED -> any = true;
        case LANE_BUSY -> {
          return new Answer(
              HttpResponseStatus.SERVICE_UNAVAILABLE, "the lane is busy, send it again" + end);
        }
        case NOT_PRESENTED -> {}
      }
    }
    return new Answer(HttpResponseStatus.OK, (any ? "presented" : "not presented") + end);
  }

  private Answer malformed(String why) {
    counts.dropped("face.malformed", why);
    return new Answer(HttpResponseStatus.BAD_REQUEST, why + "\n");
  }

  private static Answer notAllowed(String why) {
    return new Answer(HttpResponseStatus.METHOD_NOT_ALLOWED, why + "\n");
  }
}
