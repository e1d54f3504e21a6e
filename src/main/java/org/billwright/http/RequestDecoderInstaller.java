package org.billwright.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Gives each connection a {@link RequestDecoder} in place of the decoder of Vert.x, which has no setting for it. Netty loads it as a
 * service where the system property {@value #PROPERTY} is {@code serviceload}.
 */
public final class RequestDecoderInstaller extends ChannelInitializerExtension {
    /** By it Netty loads extensions. */
    public static final String PROPERTY = "io.netty.bootstrap.extensions";

    /** The name that Vert.x gives its decoder. */
    private static final String DECODER = "httpDecoder";

    /** After that many bytes the server has decided whether the connection speaks HTTP/2 (RFC 9113 §3.4). */
    private static final int PREFACE_BYTES = 24;

    private static volatile HttpServerOptions options = new HttpServerOptions();

    /** The limits of the decoder. */
    public static void configure(HttpServerOptions served) {
        options = served;
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst(new AtFirstBytes());
    }

    /** Vert.x adds its decoder when it has seen the first bytes in clear text, so they go to it one at a time until then. */
    private static final class AtFirstBytes extends ChannelInboundHandlerAdapter {
        private int seen;

        /** The connection has all its handlers but those that depend on its bytes. */
        @Override
        public void channelActive(ChannelHandlerContext context) {
            var pipeline = context.pipeline();
            for (var handler : pipeline) {
                if (handler.getValue() instanceof SslHandler
                        || handler.getValue() instanceof SslClientHelloHandler<?>) {
                    pipeline.addAfter(handler.getKey(), null, new AtFirstBytes());
                    pipeline.remove(this);
                    break;
                }
            }
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf bytes)) {
                context.fireChannelRead(message);
                return;
            }
            var pipeline = context.pipeline();
            var installed = install(pipeline);
            while (!installed && bytes.isReadable() && seen < PREFACE_BYTES) {
                seen++;
                context.fireChannelRead(bytes.readRetainedSlice(1));
                installed = install(pipeline);
            }
            if (installed || seen == PREFACE_BYTES) { // before the request is read, which may upgrade the connection
                pipeline.remove(this);
            }
            if (bytes.isReadable()) {
                context.fireChannelRead(bytes);
            } else {
                ReferenceCountUtil.release(bytes);
            }
        }

        private static boolean install(ChannelPipeline pipeline) {
            if (pipeline.get(DECODER) instanceof VertxHttpRequestDecoder) {
                pipeline.replace(DECODER, DECODER, new RequestDecoder(options));
                return true;
            }
            return false;
        }
    }
}
