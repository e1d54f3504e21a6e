package org.billwright.http;

import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** What the server knows of a request in flight. Each request has one, which its routing context holds. */
final class RequestContext {
    private static final String KEY = RequestContext.class.getName();

    private final RoutingContext routing;
    private final String correlationId;
    private Optional<ConcurrencyLimit.Permit> permit = Optional.empty();
    private Optional<Caller> caller = Optional.empty();
    private Optional<Route> route = Optional.empty();
    private Optional<Path> uploadedFile = Optional.empty();
    private Optional<Long> bodyTimer = Optional.empty();

    private RequestContext(RoutingContext routing, String correlationId) {
        this.routing = routing;
        this.correlationId = correlationId;
        routing.put(KEY, this);
        ObservedRequest.activity(routing).identify(correlationId);
    }

    /** Begins a request with the correlation id of its client; where it is absent or empty, with a generated one. A malformed one is a client's error. */
    static RequestContext begin(RoutingContext routing) {
        var given = Optional.ofNullable(routing.request().getHeader(CorrelationId.HEADER))
                .filter(id -> !id.isEmpty());
        var request =
                new RequestContext(routing, given.filter(CorrelationId::isValid).orElseGet(CorrelationId::generate));
        given.filter(id -> !CorrelationId.isValid(id)).ifPresent(id -> {
            throw new ProblemException(new Problem.InvalidValue(CorrelationId.HEADER, id, CorrelationId.EXPECTED));
        });
        return request;
    }

    /** The context of a request; one that no operation began gets a generated correlation id. */
    static RequestContext of(RoutingContext routing) {
        return Optional.<RequestContext>ofNullable(routing.get(KEY))
                .orElseGet(() -> new RequestContext(routing, CorrelationId.generate()));
    }

    /** The request's name in logs. */
    String correlationId() {
        return correlationId;
    }

    void setPermit(ConcurrencyLimit.Permit acquired) {
        permit = Optional.of(acquired);
    }

    /** The permit, once it is acquired. */
    ConcurrencyLimit.Permit permit() {
        return permit.orElseThrow();
    }

    void setCaller(Caller authenticated) {
        caller = Optional.of(authenticated);
        ObservedRequest.activity(routing).setTenant(authenticated.tenant());
    }

    /** The caller, once it is authenticated. */
    Caller caller() {
        return caller.orElseThrow();
    }

    void setRoute(Route admitted) {
        route = Optional.of(admitted);
    }

    /** The operation, once the request is admitted to it. */
    Route route() {
        return route.orElseThrow();
    }

    void setUploadedFile(Path received) {
        uploadedFile = Optional.of(received);
    }

    /** The file with the body, once it has arrived there. */
    Path uploadedFile() {
        return uploadedFile.orElseThrow();
    }

    /** Fails the request unless its body arrives in this time. */
    void limitBody(Duration timeout) {
        var tooSlow = new ProblemException(new Problem.BodyTooSlow("a body", timeout.toSeconds()));
        bodyTimer = Optional.of(routing.vertx().setTimer(timeout.toMillis(), timer -> routing.fail(tooSlow)));
        RequestEnd.of(routing).whenOver(this::bodyArrived);
    }

    /** Ends the time that the body has to arrive. */
    void bodyArrived() {
        bodyTimer.ifPresent(routing.vertx()::cancelTimer);
        bodyTimer = Optional.empty();
    }
}
