package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The configuration, from files, the environment ({@code BILLWRIGHT_DATABASE_URL}) or system properties. */
@ConfigMapping(prefix = "billwright")
public interface Settings {
    /** The PostgreSQL database. */
    DatabaseSettings database();

    /** The API's path, before the version. */
    @WithDefault("/tmf-api/customerBillManagement")
    String basePath();

    /** The path of the roles as TMF669, before the version. */
    @WithDefault("/tmf-api/partyRoleManagement")
    String partyRolesBasePath();

    /** Scheme, host and prefix that clients use; taken from the request and its forwarded headers where it is not set. */
    Optional<String> publicUrl();

    /** The addresses of proxies, or ranges of them: {@code X-Forwarded} headers of others are ignored. */
    Optional<List<String>> trustedProxies();

    /** On a stop, the time for which requests are still served while readiness is down, so that load balancers go elsewhere. */
    @WithDefault("5s")
    Duration drainTime();

    /** Whether each request is a line in the log. */
    @WithDefault("false")
    boolean accessLog();

    /** The largest body of a request. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Origins whose pages may use the APIs from a browser, such as {@code https://app.example.com}; {@code *} is every origin. */
    Optional<List<String>> corsOrigins();

    /** The tenant whose bills commands work on, and an open server serves. */
    @WithDefault("default")
    String tenant();

    /** The tenants that a server with authentication serves; only {@link #tenant} if none are set. */
    Optional<Set<String>> tenants();

    /** Authentication. */
    AuthSettings auth();

    /** What is exported by OpenTelemetry. */
    TelemetrySettings telemetry();

    /** Limits on requests. */
    LimitSettings limits();

    /** Personal data. */
    PrivacySettings privacy();

    /** The audit trail. */
    AuditSettings audit();

    /** Customer bills on demand. */
    OnDemandSettings onDemand();

    /** What is given back of bills. */
    CreditSettings credits();

    /** What is handed to collection. */
    CollectionSettings collection();

    /** Bill runs. */
    RunsSettings runs();

    /** The documents of bills. */
    DocumentsSettings documents();

    /** Imports over HTTP. */
    ImportSettings imports();

    /** Bill cycles. */
    CyclesSettings cycles();

    /** Events. */
    EventsSettings events();

    /** The channel API dxp-ux. */
    ChannelSettings channel();

    /** The console. */
    ConsoleSettings console();
}
