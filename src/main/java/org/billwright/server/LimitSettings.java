package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Limits on requests. */
public interface LimitSettings {
    /** Requests in flight at a time, 32 for each core where it is not set; more are refused with 503. */
    OptionalInt requests();

    /** Of one caller, half of all where it is not set; more are refused with 429. No such limit where the server is open. */
    OptionalInt requestsOfCaller();

    /** Requests of the channel API in flight at a time. They may wait for another server, so there can be more of them. */
    @WithDefault("256")
    int channelRequests();

    /** The bytes of responses that their clients have not read yet, a quarter of the heap where it is not set; more are refused with 503. */
    Optional<MemorySize> responseBytes();

    /** Exports over HTTP at a time, each with its own connection to PostgreSQL; more are refused with 503. */
    @WithDefault("4")
    int exports();

    /** Queries at a time that no index answers, of all tenants, each with its own connection to PostgreSQL; a tenant has half of them. */
    @WithDefault("4")
    int slowQueries();

    /** Of one caller, running or waiting; more are refused with 429. No such limit where the server is open. */
    @WithDefault("2")
    int slowQueriesOfCaller();

    /** How long a request's body may take to arrive. */
    @WithDefault("30s")
    Duration bodyTimeout();
}
