package org.billwright.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it is sent.
 *
 * @param latin1 its bytes, each a character
 * @param isHttp whether its framing is right, so that an answer with a body is due
 * @param isWhole whether all of it is sent, so that any answer is due
 */
record RandomRequest(String method, String latin1, boolean isHttp, boolean isWhole) {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "get", "M-SEARCH");
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/merge-patch+json",
            "application/json-patch+json",
            "application/json-patch-query+json",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "",
            "/",
            ";",
            "application/json;;;charset=\"");
    private static final List<String> NAMES = List.of(
            "If-Match",
            "If-None-Match",
            "Prefer",
            "Accept",
            "X-Correlation-ID",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "X-Forwarded-For",
            "X-Forwarded-Port",
            "Forwarded",
            "Range",
            "Content-Encoding",
            "Accept-Encoding",
            "Origin",
            "Cookie",
            "Upgrade",
            "channelId",
            "lob",
            "client_id",
            "Accept-Language",
            "X-Http-Method-Override",
            "If-Modified-Since",
            "Authorization");

    /** A longer request line is refused before there is a request: 414 without a body. */
    private static final int LONGEST_URL = 65_000;

    /** The request of this seed. */
    static RandomRequest of(long seed, List<FuzzTarget> targets, List<List<String>> credentials) {
        var dice = new Dice(seed);
        var target = dice.of(targets);
        var method = dice.oneIn(8) ? dice.of(METHODS) : target.method();
        var head =
                new StringBuilder(method).append(' ').append(url(dice, target)).append(" HTTP/1.1\r\n");
        var headers = new ArrayList<String>();
        headers.add("Host: " + (dice.oneIn(60) ? dice.headerValue() : "127.0.0.1"));
        headers.addAll(dice.of(credentials));
        for (int i = dice.below(5) - 2; i > 0; i--) {
            var name = dice.of(NAMES);
            headers.add(name + ": " + dice.headerValue());
            if (dice.oneIn(6)) {
                headers.add(name + ": " + dice.headerValue());
            }
        }
        var body = dice.oneIn(40) || !target.bodies().isEmpty() ? dice.mutated(body(dice, target)) : new byte[0];
        return framed(dice, method, head, headers, mediaType(dice, target), body);
    }

    private static String body(Dice dice, FuzzTarget target) {
        return target.bodies().isEmpty() ? "{\"x\":1}" : dice.of(target.bodies());
    }

    private static String mediaType(Dice dice, FuzzTarget target) {
        return target.mediaTypes().isEmpty() || dice.oneIn(8) ? dice.of(MEDIA_TYPES) : dice.of(target.mediaTypes());
    }

    private static String url(Dice dice, FuzzTarget target) {
        var parts = new ArrayList<String>();
        for (var part : target.path().split("/", -1)) {
            var known = dice.of(target.known());
            if (part.startsWith(":")) {
                part = dice.oneIn(3) ? known + dice.urlPiece() : dice.oneIn(4) ? dice.urlPiece() : known;
            }
            parts.add(dice.oneIn(60) ? part + dice.urlPiece() : part);
        }
        var path = String.join("/", parts).replaceAll("[?#\\s]", "");
        var url = dice.oneIn(3) ? path : path + "?" + dice.query().replace("#", "");
        return url.substring(0, Math.min(url.length(), LONGEST_URL));
    }

    private static RandomRequest framed(
            Dice dice, String method, StringBuilder head, List<String> headers, String mediaType, byte[] body) {
        boolean chunked = dice.oneIn(10);
        boolean isHttp = true;
        boolean isWhole = true;
        var text = new ByteArrayOutputStream();
        if (body.length > 0 || dice.oneIn(9)) {
            headers.add("Content-Type: " + mediaType);
        }
        switch (dice.below(120)) {
            case 0 -> headers.add("X-Huge: " + "h".repeat(70_000));
            case 1 -> headers.add("no colon here");
            case 2 -> headers.add("Content-Length: 5");
            case 3 -> headers.add("Content-Length: -1");
            case 4 -> headers.add("Transfer-Encoding: gzip, chunked, chunked");
            case 5 -> headers.add("Content-Length: 99999999999999999999");
            case 6 -> headers.add("X-Nul: a\u0000b");
            case 7 -> headers.add(": no name");
            case 8 -> head.setLength(dice.below(head.length()));
            case 9 -> head.insert(0, "\r\n\u0001");
            default -> {
                var length = String.valueOf(body.length + (isTruncated(dice, body) ? 10 : 0));
                isWhole = length.equals(String.valueOf(body.length));
                headers.add(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
                write(text, head, headers);
                writeBody(text, body, chunked, isWhole);
                return new RandomRequest(method, text.toString(StandardCharsets.ISO_8859_1), isHttp, isWhole);
            }
        }
        isHttp = false;
        write(text, head, headers);
        text.writeBytes(body);
        return new RandomRequest(method, text.toString(StandardCharsets.ISO_8859_1), isHttp, false);
    }

    private static boolean isTruncated(Dice dice, byte[] body) {
        return body.length > 0 && dice.oneIn(40);
    }

    private static void write(ByteArrayOutputStream text, StringBuilder head, List<String> headers) {
        var whole = head + String.join("\r\n", headers) + "\r\n\r\n";
        text.writeBytes(whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void writeBody(ByteArrayOutputStream text, byte[] body, boolean chunked, boolean isWhole) {
        if (!chunked) {
            text.writeBytes(body);
            return;
        }
        int half = body.length / 2;
        for (var piece : List.of(new int[] {0, half}, new int[] {half, body.length})) {
            if (piece[1] > piece[0]) {
                text.writeBytes(
                        (Integer.toHexString(piece[1] - piece[0]) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                text.write(body, piece[0], piece[1] - piece[0]);
                text.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        text.writeBytes((isWhole ? "0\r\n\r\n" : "zz\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return latin1.length() > 2_000 ? latin1.substring(0, 2_000) + " … (" + latin1.length() + " bytes)" : latin1;
    }
}
