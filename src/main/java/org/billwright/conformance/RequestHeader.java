package org.billwright.conformance;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A header that is sent with each request. Its value is a secret: no report shows it. */
public record RequestHeader(String name, String value) {
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z]+ +");
    private static final int SHORTEST_SECRET = 8;
    private static final String MASK = "***";

    /** Reads {@code Name: value}. Throws {@link IllegalArgumentException}, without the value, if it is no header that may be sent. */
    public static RequestHeader parse(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("a header is 'Name: value'");
        }
        var header = new RequestHeader(
                line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        try {
            HttpRequest.newBuilder().setHeader(header.name, header.value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the header '" + header.name + "' cannot be sent", e);
        }
        return header;
    }

    /** A text without the values of these headers: a server may repeat them in its errors. */
    static String mask(String text, List<RequestHeader> headers) {
        var masked = text;
        for (var header : headers) {
            for (var secret : header.secrets()) {
                masked = masked.replace(secret, MASK);
            }
        }
        return masked;
    }

    /** The value, and what follows the name of an authentication scheme. */
    private List<String> secrets() {
        var secrets = new ArrayList<String>();
        secrets.add(value);
        secrets.add(SCHEME.matcher(value).replaceFirst(""));
        return secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .toList();
    }

    /** As curl takes it, without the value. */
    String masked() {
        return "-H '" + name + ": " + MASK + "'";
    }

    @Override
    public String toString() {
        return name + ": " + MASK;
    }
}
