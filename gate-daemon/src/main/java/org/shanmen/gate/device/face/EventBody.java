package org.shanmen.gate.device.face;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.util.Locale;
import org.shanmen.protocol.Decoded;

/** Finds the event in a request: the whole body, or the JSON part of a multipart one. */
final class EventBody {
  private static final boolean IN_MEMORY = false;

  private EventBody() {}

  /** Never throws, whatever the body holds. */
  static Decoded<byte[]> json(FullHttpRequest request) {
    String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
    return type.startsWith(HttpHeaderValues.MULTIPART_FORM_DATA.toString())
        ? partOf(request)
        : new Decoded.Ok<>(ByteBufUtil.getBytes(request.content()));
  }

  private static Decoded<byte[]> partOf(FullHttpRequest request) {
    HttpPostRequestDecoder parts = null;
    try {
      parts = new HttpPostRequestDecoder(new DefaultHttpDataFactory(IN_MEMORY), request);
      for (InterfaceHttpData part : parts.getBodyHttpDatas()) {
        if (part instanceof HttpData data && isJson(data)) {
          return new Decoded.Ok<>(data.get());
        }
      }
      return new Decoded.Malformed<>("expected a part of application/json in the multipart body");
    } catch (IOException | RuntimeException e) {
      // Netty's parser answers broken input with exceptions of several kinds.
      return new Decoded.Malformed<>("not a multipart body: " + e.getMessage());
    } finally {
      if (parts != null) {
        parts.destroy();
      }
    }
  }

  /** Terminals send the event as a file of type JSON or as a field; pictures are files too. */
  private static boolean isJson(HttpData data) throws IOException {
    if (data instanceof FileUpload file) {
      return file.getContentType().toLowerCase(Locale.ROOT).contains("json");
    }
    return data.length() > 0 && data.get()[0] == '{';
  }
}
