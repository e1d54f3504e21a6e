package org.billwright.server;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Mutual TLS, where it is configured. It is set here because Quarkus has it as a setting of the build only. */
@ApplicationScoped
class ClientCertificates implements HttpServerOptionsCustomizer {
    private final Settings settings;

    ClientCertificates(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (settings.auth().clientCertificates()) {
            options.setClientAuth(ClientAuth.REQUIRED);
        }
    }
}
