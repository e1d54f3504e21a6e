package org.billwright.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP/1.1 over a socket that checks nothing of what it sends. */
public final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;
    private static final int RECEIVE_BYTES = 1 << 16;

    private final Socket socket;
    private final InputStream in;

    /** An answer. */
    public record RawResponse(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        boolean isLast() {
            return header("connection").equalsIgnoreCase("close");
        }
    }

    /** A connection to the server of this URL. */
    public RawConnection(String url) throws IOException {
        this(url, RECEIVE_BYTES);
    }

    /** The same, of which so much waits unread on this side. */
    public RawConnection(String url, int receiveBytes) throws IOException {
        var server = URI.create(url);
        this.socket = new Socket();
        socket.setReceiveBufferSize(receiveBytes);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Says that nothing more comes. */
    public void sendEnd() throws IOException {
        socket.shutdownOutput();
    }

    /** The next answer that is not informational; empty where the server closed the connection instead. */
    public Optional<RawResponse> answer(String method) throws IOException {
        var first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(first.get().substring(9, 12));
        var headers = headers();
        if (status < 200) {
            return answer(method);
        }
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        return Optional.of(new RawResponse(status, headers, bodiless ? "" : body(headers)));
    }

    /** The status of the next answer, of which nothing else is read. */
    public int status() throws IOException {
        return Integer.parseInt(line().orElseThrow().substring(9, 12));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new TreeMap<String, String>();
        for (var line = line().orElse(""); !line.isEmpty(); line = line().orElse("")) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return chunks();
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("closed after " + body.length + " of " + length + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Ends with a chunk of length 0; an answer that was broken off has none. */
    private String chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var length = line();
            if (length.isEmpty()) {
                throw new IOException("closed after " + body.size() + " bytes in chunks, before the last");
            }
            var chunk = in.readNBytes(Integer.parseInt(length.get(), 16));
            body.write(chunk);
            line();
            if (chunk.length == 0) {
                return body.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private Optional<String> line() throws IOException {
        var line = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                return Optional.empty();
            }
            line.write(c);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
