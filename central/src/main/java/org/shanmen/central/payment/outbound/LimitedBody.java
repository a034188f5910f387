package org.shanmen.central.payment.outbound;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An HTTP answer's bytes, if they are not too many. */
final class LimitedBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private final int most;
  private Flow.Subscription subscription;
  private long came;

  LimitedBody(int most) {
    this.most = most;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return bytes.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    bytes.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    came += part.stream().mapToLong(ByteBuffer::remaining).sum();
    if (came > most) {
      subscription.cancel();
      bytes.onError(new IOException("more than " + most + " bytes came"));
    } else {
      bytes.onNext(part);
    }
  }

  @Override
  public void onError(Throwable why) {
    bytes.onError(why);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
