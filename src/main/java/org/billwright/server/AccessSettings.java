package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The part of the configuration that says who is let in, how many, and what is written down of them. */
final class AccessSettings {
    private AccessSettings() {}

    /** Who is let in. */
    interface Auth {
        /** Whether everyone is let in who reaches the server, which must then be on its own machine's addresses alone. */
        @WithDefault("false")
        boolean open();

        /** Whether nobody connects over https without a certificate that the server's trust store knows. */
        @WithDefault("false")
        boolean clientCertificates();

        /** Trusted issuers of bearer tokens, by a name of one's own. */
        Map<String, Issuer> issuers();
    }

    /** An issuer of bearer tokens. */
    interface Issuer {
        /** As its tokens name it. */
        String issuer();

        /** Where its keys are (a JWK set); found by its OpenID Connect metadata where this is not set. */
        Optional<URI> keys();

        /** Of which its tokens must be. */
        @WithDefault("billwright")
        String audience();

        /** Whose data its tokens are for; either this or the claim. */
        Optional<String> tenant();

        /** The claim that tells whose data a token is for. */
        Optional<String> tenantClaim();

        /** The claim with the roles; dotted where it is nested: {@code realm_access.roles}. */
        @WithDefault("roles")
        String rolesClaim();

        /** What stands before a role's word in that claim. */
        Optional<String> rolePrefix();

        /** The claim with the billing accounts that a token is limited to. */
        @WithDefault("billing_accounts")
        String accountsClaim();

        /** The claim with the parties that a token is limited to. */
        @WithDefault("parties")
        String partiesClaim();

        /** Whether every token is limited, one without such a claim to nothing. */
        @WithDefault("false")
        boolean limited();
    }

    /** Persons' data. */
    interface Privacy {
        /** How many years the law wants a bill kept, from its date. */
        @WithDefault("10")
        int yearsKept();
    }

    /** The audit trail. */
    interface Audit {
        /** Whether it has who read what, besides who changed what. */
        @WithDefault("true")
        boolean reads();

        /** How often what is new in it is sealed. */
        @WithDefault("10s")
        Duration sealing();
    }

    /** What is asked of the server at most. */
    interface Limits {
        /** Requests that are answered at a time, 32 for each core where nothing is set; what comes beyond is refused with 503. */
        OptionalInt requests();

        /** Of one caller's, half of all where nothing is set; what comes beyond is refused with 429. None where the server is open. */
        OptionalInt requestsOfCaller();

        /** Requests of the channel face at a time. They may wait for a biller, so that there is room for more. */
        @WithDefault("256")
        int channelRequests();

        /** Exports over HTTP at a time, each with a connection of its own to PostgreSQL; what comes beyond is refused with 503. */
        @WithDefault("4")
        int exports();

        /** How long a body may take to arrive. */
        @WithDefault("30s")
        Duration bodyTimeout();
    }
}
