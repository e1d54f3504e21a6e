package org.billwright.access;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/** Fetches what an issuer publishes: its metadata and keys. */
public final class IssuerResources {
    /** How long connecting, and reading, may take. */
    public static final int TIMEOUT_MS = 3_000;

    private static final int MAX_BYTES = 256 * 1024;

    private IssuerResources() {}

    /** A retriever with limits. Redirects are not followed: they could lead to where it is not safe. */
    public static DefaultResourceRetriever retriever() {
        return new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES) {
            @Override
            protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
                var connection = super.openHTTPConnection(url);
                connection.setInstanceFollowRedirects(false);
                return connection;
            }
        };
    }
}
