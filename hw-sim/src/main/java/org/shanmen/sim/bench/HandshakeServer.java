package org.shanmen.sim.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The least that can be done for gates that connect: TLS 1.3 with the centre's own certificate and
 * the gates' ones, one message there and one back. In this process, on one event loop, as the
 * centre has one for its gates.
 */
final class HandshakeServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int MESSAGE_BYTES = 200;
  private static final int PATIENCE_MINUTES = 10;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup clients =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;

  HandshakeServer(Path identity, Path authority) throws IOException, InterruptedException {
    var tls = GateIdentity.server(identity, authority);
    listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    SslHandler ssl = tls.newHandler(accepted.alloc());
                    ssl.setHandshakeTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES);
                    accepted.pipeline().addLast(ssl, new Answering());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  /** How long it takes until all of them are answered; they are gone when this returns. */
  long nanosFor(List<SslContext> contexts) throws IOException, InterruptedException {
    int port = ((InetSocketAddress) listening.localAddress()).getPort();
    var answered = new CountDownLatch(contexts.size());
    var channels = new ArrayList<Channel>();
    long began = System.nanoTime();
    for (var context : contexts) {
      channels.add(LightGates.open(clients, port, context, new Asking(answered)));
    }
    if (!answered.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      throw new IOException(answered.getCount() + " handshakes did not end");
    }
    long took = System.nanoTime() - began;
    for (var channel : channels) {
      channel.close().sync();
    }
    return took;
  }

  private static final class Answering extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ReferenceCountUtil.release(read);
      context.writeAndFlush(Unpooled.wrappedBuffer(new byte[MESSAGE_BYTES]));
    }
  }

  private static final class Asking extends ChannelInboundHandlerAdapter {
    private final CountDownLatch answered;
    private boolean heard;

    Asking(CountDownLatch answered) {
      this.answered = answered;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
        context.writeAndFlush(Unpooled.wrappedBuffer(new byte[MESSAGE_BYTES]));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ReferenceCountUtil.release(read);
      if (!heard) {
        heard = true;
        answered.countDown();
      }
    }
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
