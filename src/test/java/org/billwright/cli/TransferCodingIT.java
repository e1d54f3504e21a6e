package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A length beside a transfer coding (RFC 9112 §6.1), over TCP and TLS. The decoder is installed in the packaged server only. */
class TransferCodingIT {
    private static final List<String> BOTH = List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");

    private final PackagedServer server = new PackagedServer("coding");

    @Test
    void a_length_beside_a_transfer_coding_is_refused_and_nothing_behind_it_is_run(@TempDir Path folder)
            throws Exception {
        int securePort = PackagedServer.freePort();
        try (var database = Store.freshDemo("coding")) {
            assertThat(database).isNotNull();
            var process = server.start(
                    "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                    keyStore(folder).toString(),
                    "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD",
                    "password",
                    "QUARKUS_HTTP_SSL_PORT",
                    String.valueOf(securePort));
            try {
                var address = URI.create(server.v4());
                for (int bytesAtOnce : new int[] {1, 3, 24, 100_000}) {
                    check(new Socket(address.getHost(), address.getPort()), bytesAtOnce);
                    check(trusting().getSocketFactory().createSocket(address.getHost(), securePort), bytesAtOnce);
                    for (var headers : BOTH) {
                        refused(new Socket(address.getHost(), address.getPort()), headers, bytesAtOnce);
                        var secure = trusting().getSocketFactory().createSocket(address.getHost(), securePort);
                        refused(secure, headers, bytesAtOnce);
                    }
                }
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static void refused(Socket connection, String headers, int bytesAtOnce) throws IOException {
        var request = "POST /tmf-api/customerBillManagement/v4/customerBillOnDemand HTTP/1.1\r\nHost: localhost\r\n"
                + headers + "Content-Type: application/json\r\n\r\n0\r\n\r\n"
                + "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var answer = exchange(connection, request, bytesAtOnce);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("not both");
        assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
    }

    private static void check(Socket connection, int bytesAtOnce) throws IOException {
        var request =
                "POST /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
        assertThat(exchange(connection, request, bytesAtOnce)).startsWith("HTTP/1.1 200");
    }

    private static String exchange(Socket connection, String request, int bytesAtOnce) throws IOException {
        try (connection) {
            connection.setSoTimeout(5_000);
            connection.setTcpNoDelay(true);
            var bytes = request.getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += bytesAtOnce) {
                connection.getOutputStream().write(bytes, from, Math.min(bytesAtOnce, bytes.length - from));
            }
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path keyStore(Path folder) throws IOException, InterruptedException {
        var file = folder.resolve("server.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password",
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return file;
    }

    /** It trusts every certificate: the test is about what is read behind the handshake. */
    private static SSLContext trusting() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
