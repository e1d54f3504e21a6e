package org.billwright.server;

import java.util.List;
import java.util.Optional;
import org.billwright.access.TokenIssuerConfig;
import org.billwright.billsource.RemoteServerConfig;
import org.billwright.channel.ChannelConfig;
import org.billwright.event.CallbackGuard;
import org.billwright.event.EventsConfig;
import org.billwright.event.KafkaConfig;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.HttpConfig;
import org.billwright.store.DatabaseConfig;

/** The configuration as each part wants it. */
public final class ConfigMapping {
    private static final int REQUESTS_PER_CORE = 32;

    private ConfigMapping() {}

    /** As the delivery of events wants it. */
    static EventsConfig events(Settings settings) {
        var events = settings.events();
        var callbacks = new CallbackGuard.Policy(
                events.httpsRequired(), events.allowedCallbacks().orElse(List.of()));
        return new EventsConfig(
                events.timeout(),
                events.attempts(),
                events.firstRetry(),
                events.longestRetry(),
                events.parallel(),
                events.retention(),
                callbacks,
                stream(settings));
    }

    /** As the stream of events wants it; empty where there is none. */
    private static Optional<KafkaConfig> stream(Settings settings) {
        var kafka = settings.events().kafka();
        var edge = edge(settings);
        var base = edge.publicUrl().orElse("") + edge.basePath() + "/"
                + kafka.version().word() + "/";
        return kafka.bootstrapServers()
                .map(servers -> new KafkaConfig(servers, kafka.topic(), kafka.version(), base, kafka.properties()));
    }

    /** As the channel face wants it. */
    static ChannelConfig channel(Settings settings) {
        var sources = settings.channel().sources().entrySet().stream()
                .map(entry -> remote(entry.getKey(), entry.getValue()))
                .toList();
        return new ChannelConfig(
                settings.channel().basePath(),
                settings.channel().businesses(),
                settings.channel().refresh(),
                sources);
    }

    private static RemoteServerConfig remote(String name, Settings.Source source) {
        return new RemoteServerConfig(
                name,
                source.url(),
                source.version(),
                source.authorization(),
                source.timeout(),
                source.attempts(),
                source.connections(),
                source.callsToOpen(),
                source.openFor(),
                source.pageSize());
    }

    /** As the store wants it. */
    public static DatabaseConfig database(Settings settings) {
        var db = settings.database();
        return new DatabaseConfig(
                db.url(),
                db.username(),
                db.password().orElse(""),
                db.owner()
                        .map(owner -> new DatabaseConfig.Owner(
                                owner.username(), owner.password().orElse(""))),
                db.poolSize(),
                db.statementTimeout());
    }

    /** As the edge wants it. */
    static HttpConfig edge(Settings settings) {
        return new HttpConfig(
                settings.basePath(),
                settings.publicUrl(),
                settings.maxBodySize().asLongValue(),
                settings.limits().bodyTimeout());
    }

    /** Room for so many requests as the processor can answer soon. An open server knows nobody apart, so that all share it. */
    static ConcurrencyLimit crowd(Settings settings, int cores) {
        int most = settings.limits().requests().orElse(REQUESTS_PER_CORE * cores);
        int ofCaller = settings.limits().requestsOfCaller().orElse(Math.max(1, most / 2));
        return new ConcurrencyLimit(most, settings.auth().open() ? most : ofCaller);
    }

    /** The issuers whose tokens are taken. */
    static List<TokenIssuerConfig> issuers(Settings settings) {
        return settings.auth().issuers().values().stream()
                .map(issuer -> new TokenIssuerConfig(
                        issuer.issuer(),
                        issuer.keys(),
                        issuer.audience(),
                        issuer.tenant(),
                        issuer.tenantClaim(),
                        issuer.rolesClaim(),
                        issuer.rolePrefix().orElse(""),
                        issuer.accountsClaim(),
                        issuer.partiesClaim(),
                        issuer.limited()))
                .toList();
    }
}
