package org.billwright.server;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.billwright.access.Authenticator;
import org.billwright.access.BearerTokens;
import org.billwright.access.Caller;
import org.billwright.machineclient.BasicAuthentication;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.store.Database;
import org.billwright.store.ReloadingValue;
import org.billwright.store.TransactionRunner;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Who is let in, by configuration. */
record Authentication(Authenticator gate, ClientAuthenticator credentials, BearerTokens tokens)
        implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright");

    /** Fails where everyone would be let in from everywhere. */
    static Authentication open(
            Settings settings, Vertx vertx, Database database, TransactionRunner writes, Clock clock) {
        var clients = new ReloadingValue<>("clients", database, MachineClientStore::all);
        clients.every(settings.channel().refresh(), vertx, writes);
        var credentials = new ClientAuthenticator(clients::get, clock, vertx);
        var tokens = new BearerTokens(ConfigMapping.issuers(settings), clock, vertx);
        return new Authentication(gate(settings, credentials, tokens), credentials, tokens);
    }

    private static Authenticator gate(Settings settings, ClientAuthenticator credentials, BearerTokens tokens) {
        if (settings.auth().open()) {
            requireOwnMachine(ConfigProvider.getConfig()
                    .getOptionalValue("quarkus.http.host", String.class)
                    .orElse("0.0.0.0"));
            LOG.warnf(
                    "OPEN: whoever reaches this machine's own addresses may do everything with the bills of %s",
                    settings.tenant());
            return Authenticator.open(Caller.anyone(settings.tenant()));
        }
        if (settings.auth().issuers().isEmpty()) {
            LOG.info("no issuer of bearer tokens is configured; clients get in that 'billwright client add' added");
        }
        return Authenticator.closed(
                List.of(tokens, new BasicAuthentication(credentials)),
                settings.tenants().orElse(Set.of(settings.tenant())));
    }

    /** An open server must not be reached from elsewhere. */
    static void requireOwnMachine(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalStateException("billwright.auth.open lets everyone in, and " + host
                        + " is reached from elsewhere; listen on 127.0.0.1 (--host), or ask for credentials");
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("there is no address " + host, e);
        }
    }

    @Override
    public void close() {
        credentials.close();
        tokens.close();
    }
}
