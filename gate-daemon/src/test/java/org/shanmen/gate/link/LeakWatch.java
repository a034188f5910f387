package org.shanmen.gate.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class after which Netty reports a buffer that nobody released. */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(ResourceLeakDetector.class))
        .addAppender(appender());
    LEAKS.clear();
  }

  private static ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent>
      appender() {
    var appender =
        new ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent>() {
          @Override
          protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
            if (event.getFormattedMessage().contains("LEAK")) {
              LEAKS.add(event.getFormattedMessage());
            }
          }
        };
    appender.start();
    return appender;
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    assertThat(reported()).isEmpty();
  }

  /** What Netty has to say once garbage was collected: it tells when the next buffer is made. */
  static Queue<String> reported() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      System.gc();
      ByteBufAllocator.DEFAULT.buffer(16).release();
      io.netty.buffer.Unpooled.buffer(16).release();
    }
    return LEAKS;
  }

  static void forget() {
    LEAKS.clear();
  }
}
