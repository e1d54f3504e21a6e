package org.billwright.cli;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.channel.ChannelConfig;
import org.billwright.event.CallbackGuard;
import org.billwright.event.EventsConfig;
import org.billwright.http.EdgeConfig;
import org.billwright.source.RemoteConfig;
import org.billwright.store.DatabaseConfig;

/** The configuration, from files, the environment ({@code BILLWRIGHT_DATABASE_URL}) or system properties. */
@ConfigMapping(prefix = "billwright")
public interface Settings {
    /** Where PostgreSQL is. */
    Db database();

    /** Where the API is, before the version. */
    @WithDefault("/tmf-api/customerBillManagement")
    String basePath();

    /** Scheme, host and prefix that clients use; without it the request and its forwarded headers tell. */
    Optional<String> publicUrl();

    /** How large a request's body may be. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Whose bills are served. */
    @WithDefault("default")
    String tenant();

    /** How requests for bills are met. */
    OnDemand onDemand();

    /** The turns in which bills are made. */
    Cycles cycles();

    /** How events are told. */
    Events events();

    /** The channel face dxp-ux. */
    Channel channel();

    /** PostgreSQL. */
    interface Db {
        /** {@code postgresql://host:port/database}. */
        @WithDefault("postgresql://localhost:5432/billwright")
        String url();

        /** Who connects; member of the roles {@code billwright_app} and {@code billwright_worker}. */
        @WithDefault("billwright")
        String username();

        /** The role's password. */
        Optional<String> password();

        /** Who owns the schema and brings it to this version; the same user where none is named. */
        Optional<Owner> owner();

        /** How many connections there are for reads of each tenant, and again for writes. */
        @WithDefault("16")
        int poolSize();

        /** After which a statement is given up. */
        @WithDefault("10s")
        Duration statementTimeout();
    }

    /** The schema's owner. */
    interface Owner {
        /** The user's name. */
        String username();

        /** The user's password. */
        Optional<String> password();
    }

    /** The worker that meets requests for bills. */
    interface OnDemand {
        /** How many are met at a time; 0 leaves them to other processes. */
        @WithDefault("2")
        int workers();
    }

    /** Bill cycles. */
    interface Cycles {
        /** A file with a JSON array of bill cycle specifications, loaded at the start. */
        Optional<Path> specifications();

        /** How many cycles of each specification are there ahead of time. */
        @WithDefault("3")
        int ahead();
    }

    /** Events and those who asked for them. */
    interface Events {
        /** Whether this process tells them; others may. */
        @WithDefault("true")
        boolean delivered();

        /** Whether callbacks must be https. */
        @WithDefault("true")
        boolean httpsRequired();

        /** Host names, addresses and ranges that callbacks may have although they are not public. */
        Optional<List<String>> allowedCallbacks();

        /** Of one attempt. */
        @WithDefault("5s")
        Duration timeout();

        /** After how many attempts a delivery is parked. */
        @WithDefault("12")
        int attempts();

        /** How long to wait after the first attempt; twice as long after each that follows. */
        @WithDefault("1s")
        Duration firstRetry();

        /** How long to wait at most. */
        @WithDefault("10m")
        Duration longestRetry();

        /** Deliveries to one subscriber at a time. */
        @WithDefault("16")
        int parallel();

        /** How long events can be told again. */
        @WithDefault("7d")
        Duration retention();
    }

    /** The channel face. */
    interface Channel {
        /** Where it is, before the version. */
        @WithDefault("/dxp-ux")
        String basePath();

        /** A file with a JSON array of businesses. */
        Optional<Path> businesses();

        /** How long a change of clients or businesses may take to be seen. */
        @WithDefault("5s")
        Duration refresh();

        /** The TMF678 servers that businesses may have their bills at, by name. */
        Map<String, Source> sources();
    }

    /** A TMF678 server. */
    interface Source {
        /** Of its API version: {@code https://biller.example/tmf-api/customerBillManagement/v4}. */
        URI url();

        /** Of TMF678: 4 or 5. */
        @WithDefault("4")
        int version();

        /** Sent as the {@code Authorization} header. */
        Optional<String> authorization();

        /** Of one attempt. */
        @WithDefault("2s")
        Duration timeout();

        /** How often a question is put before it is given up. */
        @WithDefault("2")
        int attempts();

        /** How many questions it is asked at a time; as many again may wait. */
        @WithDefault("64")
        int connections();

        /** Of how many attempts within ten seconds, at the least, half must fail for it to be left alone. */
        @WithDefault("20")
        int callsToOpen();

        /** How long it is left alone then. */
        @WithDefault("5s")
        Duration openFor();

        /** How many items it is asked for at a time. */
        @WithDefault("500")
        int pageSize();
    }

    /** As the delivery of events wants it. */
    default EventsConfig eventsConfig() {
        var events = events();
        var callbacks = new CallbackGuard.Policy(
                events.httpsRequired(), events.allowedCallbacks().orElse(List.of()));
        return new EventsConfig(
                events.timeout(),
                events.attempts(),
                events.firstRetry(),
                events.longestRetry(),
                events.parallel(),
                events.retention(),
                callbacks);
    }

    /** As the channel face wants it. */
    default ChannelConfig channelConfig() {
        var sources = channel().sources().entrySet().stream()
                .map(entry -> remote(entry.getKey(), entry.getValue()))
                .toList();
        return new ChannelConfig(
                channel().basePath(), channel().businesses(), channel().refresh(), sources);
    }

    private static RemoteConfig remote(String name, Source source) {
        return new RemoteConfig(
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
    default DatabaseConfig databaseConfig() {
        var db = database();
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
    default EdgeConfig edgeConfig() {
        return new EdgeConfig(basePath(), publicUrl(), maxBodySize().asLongValue(), tenant());
    }
}
