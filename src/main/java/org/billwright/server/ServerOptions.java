package org.billwright.server;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import org.billwright.http.RequestDecoderInstaller;

/** The limits of requests, for their decoder, and mutual TLS, where it is configured: Quarkus has it as a setting of the build only. */
@ApplicationScoped
class ServerOptions implements HttpServerOptionsCustomizer {
    private final Settings settings;

    ServerOptions(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        RequestDecoderInstaller.configure(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        RequestDecoderInstaller.configure(options);
        if (settings.auth().clientCertificates()) {
            options.setClientAuth(ClientAuth.REQUIRED);
        }
    }
}
