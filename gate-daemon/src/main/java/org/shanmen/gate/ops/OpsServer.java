package org.shanmen.gate.ops;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local port: {@code /health} and {@code /metrics}, nothing that changes anything. One thread
 * of its own; one request a connection.
 */
public final class OpsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final int LARGEST_REQUEST_BYTES = 8_192;
  private static final int READ_TIMEOUT_SECONDS = 10;

  private final EventLoopGroup group;
  private final Channel channel;

  private OpsServer(EventLoopGroup group, Channel channel) {
    this.group = group;
    this.channel = channel;
  }

  /**
   * @param listen port 0: any
   * @throws IOException if the address is taken or not this machine's; the message says so
   */
  public static OpsServer start(
      InetSocketAddress listen, Supplier<String> health, Supplier<String> metrics)
      throws IOException {
    var group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("ops", true), NioIoHandler.newFactory());
    var bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection
                        .pipeline()
                        .addLast(new ReadTimeoutHandler(READ_TIMEOUT_SECONDS))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(LARGEST_REQUEST_BYTES))
                        .addLast(new Pages(health, metrics));
                  }
                })
            .bind(listen)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(
          "ops.listen: cannot listen on " + listen + ": " + bound.cause().getMessage(),
          bound.cause());
    }
    return new OpsServer(group, bound.channel());
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Answers the two pages. */
  private static final class Pages extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Supplier<String> health;
    private final Supplier<String> metrics;

    Pages(Supplier<String> health, Supplier<String> metrics) {
      this.health = health;
      this.metrics = metrics;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      String path = request.uri().replaceFirst("\\?.*", "");
      if (!request.method().equals(HttpMethod.GET)) {
        answer(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "text/plain", "GET only\n");
      } else if (path.equals("/health")) {
        answer(context, HttpResponseStatus.OK, "application/json", health.get());
      } else if (path.equals("/metrics")) {
        answer(context, HttpResponseStatus.OK, MetricsPage.CONTENT_TYPE, metrics.get());
      } else {
        answer(context, HttpResponseStatus.NOT_FOUND, "text/plain", "only /health and /metrics\n");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("ops: connection of {} dropped", context.channel().remoteAddress(), cause);
      context.close();
    }

    private static void answer(
        ChannelHandlerContext context, HttpResponseStatus status, String type, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      var response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
      response.headers().set(HttpHeaderNames.CONNECTION, "close");
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
