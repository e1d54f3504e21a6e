package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.TmfVersion;

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

    /** Whose bills commands work on, and an open server serves. */
    @WithDefault("default")
    String tenant();

    /** Whose bills a server that asks for credentials serves; that one's alone where none are named. */
    Optional<Set<String>> tenants();

    /** Who is let in. */
    AccessSettings.Auth auth();

    /** What is asked of the server at most. */
    AccessSettings.Limits limits();

    /** Persons' data. */
    AccessSettings.Privacy privacy();

    /** The audit trail. */
    AccessSettings.Audit audit();

    /** How requests for bills are met. */
    OnDemand onDemand();

    /** Imports that come over HTTP. */
    ImportSettings imports();

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

        /** Kafka, as well as those who asked. */
        Kafka kafka();
    }

    /** A topic of Kafka that gets every event. */
    interface Kafka {
        /** {@code host:port,host:port}; without them nothing is sent. */
        Optional<String> bootstrapServers();

        /** The topic. */
        @WithDefault("billwright.customerBillManagement")
        String topic();

        /** Of TMF678, that events are shown in. */
        @WithDefault("v5")
        TmfVersion version();

        /** More of the producer's settings, such as {@code "security.protocol"}. */
        Map<String, String> properties();
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
}
