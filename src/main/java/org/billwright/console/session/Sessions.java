package org.billwright.console.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.access.AuthenticationScheme;
import org.billwright.access.Caller;
import org.billwright.json.DateTimes;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;

/** The sessions of the console, as a scheme of credentials: the secret of the cookie, and the tenant that the person has chosen. */
public final class Sessions implements AuthenticationScheme {
    private static final String SCHEME = "Session";

    private final TransactionRunner transactions;
    private final ClientAuthenticator clients;
    private final Duration longest;
    private final Clock clock;

    /**
     * Sessions in this database.
     *
     * @param longest how long one lasts
     */
    public Sessions(TransactionRunner transactions, ClientAuthenticator clients, Duration longest, Clock clock) {
        this.transactions = transactions;
        this.clients = clients;
        this.longest = longest;
        this.clock = clock;
    }

    /** The credentials of a request with this cookie. */
    static String credentials(String secret, String tenant) {
        return SCHEME + ' ' + secret + ' ' + tenant;
    }

    @Override
    public String name() {
        return SCHEME;
    }

    @Override
    public String challenge() {
        return SCHEME;
    }

    @Override
    public String named(String credentials) {
        return "a session of the console";
    }

    @Override
    public Future<Caller> caller(String credentials, String address) {
        var parts = credentials.split(" ", 2);
        return find(parts[0])
                .map(found -> found.orElseThrow(Sessions::signedOut).in(parts.length == 2 ? parts[1] : ""));
    }

    /** The tenants that the person of this secret may choose from. */
    public Future<List<String>> tenants(String secret) {
        return find(secret)
                .map(found -> found.map(session ->
                                session.access().stream().map(Caller::tenant).toList())
                        .orElse(List.of()));
    }

    private Future<Optional<Session>> find(String secret) {
        if (!SessionSecret.isPossible(secret)) {
            return Future.succeededFuture(Optional.empty());
        }
        return transactions
                .run(database -> SessionStore.find(database, SessionSecret.digest(secret), DateTimes.now(clock)))
                .map(found -> found.filter(this::isOfKnownClient));
    }

    /** A client that was revoked, or has other roles now, has no session any more. */
    private boolean isOfKnownClient(Session session) {
        return session.clientId()
                .map(id -> clients.find(id)
                        .flatMap(client -> client.grant())
                        .filter(grant -> grant.tenant()
                                        .equals(session.access().getFirst().tenant())
                                && grant.roles()
                                        .equals(session.access().getFirst().roles()))
                        .isPresent())
                .orElse(true);
    }

    private static ProblemException signedOut() {
        return new ProblemException(new Problem.Unauthenticated("the session has ended", List.of(SCHEME)));
    }

    /**
     * Begins a session; returns its secret.
     *
     * @param clientId of the machine client that signs in, if it is one
     */
    public Future<String> begin(Optional<String> clientId, List<Caller> access) {
        var secret = SessionSecret.generate();
        var now = DateTimes.now(clock);
        var session = new Session(clientId, access, now.plus(longest));
        return transactions.run(database -> {
            SessionStore.insert(database, SessionSecret.digest(secret), session, now);
            return secret;
        });
    }

    /** Ends a session. */
    public Future<Void> end(String secret) {
        return transactions
                .run(database -> {
                    SessionStore.delete(database, SessionSecret.digest(secret));
                    return true;
                })
                .mapEmpty();
    }

    /** How long a session lasts. */
    public Duration longest() {
        return longest;
    }
}
