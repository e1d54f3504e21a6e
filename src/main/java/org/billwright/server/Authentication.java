package org.billwright.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.billwright.access.Authenticator;
import org.billwright.access.BearerTokens;
import org.billwright.access.Caller;
import org.billwright.access.TokenIssuerConfig;
import org.billwright.machineclient.BasicAuthentication;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.store.ReloadingValue;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Authentication as it is configured: by bearer tokens and as machine clients, or open to the own machine. */
record Authentication(Authenticator authenticator, ClientAuthenticator clients, BearerTokens tokens)
        implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright");

    /** Opens the configured authentication. Fails if an open server would be reachable from other machines. */
    static Authentication open(ServerResources resources) {
        var settings = resources.settings();
        var known = new ReloadingValue<>("clients", resources.database(), MachineClientStore::all);
        known.reloadEvery(settings.channel().refresh(), resources.vertx(), resources.writes());
        var clients = new ClientAuthenticator(known::get, resources.clock(), resources.vertx());
        var issuers = settings.auth().issuers().values().stream()
                .map(issuer -> ConfigRecords.fill(TokenIssuerConfig.class, issuer, Map.of()))
                .toList();
        var tokens = new BearerTokens(issuers, resources.clock(), resources.vertx());
        return new Authentication(authenticator(settings, clients, tokens), clients, tokens);
    }

    private static Authenticator authenticator(Settings settings, ClientAuthenticator clients, BearerTokens tokens) {
        if (settings.auth().open()) {
            requireOwnMachine(ConfigProvider.getConfig()
                    .getOptionalValue("quarkus.http.host", String.class)
                    .orElse("0.0.0.0"));
            LOG.warnf(
                    "OPEN: every caller that reaches this machine's own addresses may do everything with the bills of %s",
                    settings.tenant());
            return Authenticator.open(Caller.anyone(settings.tenant()));
        }
        if (settings.auth().issuers().isEmpty()) {
            LOG.info(
                    "no issuer of bearer tokens is configured; only clients added by 'billwright client add' are let in");
        }
        return Authenticator.closed(
                List.of(tokens, new BasicAuthentication(clients)), ConfigRecords.servedTenants(settings));
    }

    /** An open server must not be reached from elsewhere. */
    static void requireOwnMachine(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw new IllegalStateException("billwright.auth.open lets every caller in, but " + host
                        + " can be reached from other machines; listen on 127.0.0.1 (--host), or require credentials");
            }
        } catch (UnknownHostException e) {
            throw new IllegalStateException("unknown address: " + host, e);
        }
    }

    @Override
    public void close() {
        clients.close();
        tokens.close();
    }
}
