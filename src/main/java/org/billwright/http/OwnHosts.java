package org.billwright.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;

/**
 * For a server without authentication: serves requests to names and addresses of its own machine, and to its public URL. A page of another
 * site, whose owner has its name lead to this machine (DNS rebinding), sends that name and is refused.
 */
public final class OwnHosts implements Handler<RoutingContext> {
    private static final Pattern OWN =
            Pattern.compile("(localhost|[a-z0-9.-]+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1])\\.?(:[0-9]*)?");

    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)");

    private final Optional<String> publicHost;

    /** Serves requests to this machine, and to the host of this URL. */
    public OwnHosts(Optional<String> publicUrl) {
        this.publicHost = publicUrl.map(url -> String.valueOf(URI.create(url).getAuthority()));
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        if (isOwn(Optional.ofNullable(request.authority()).map(String::valueOf)) && isOwn(ofTarget(request.uri()))) {
            context.next();
        } else {
            var refused =
                    new Problem.Forbidden("a server without authentication serves this machine alone: localhost, not "
                            + "another host in the header Host or in the target");
            ProblemMapping.response(refused)
                    .send(context, RequestContext.of(context).correlationId());
        }
    }

    /** A target may have a host of its own (RFC 9112 §3.2.2). */
    private static Optional<String> ofTarget(String target) {
        var absolute = ABSOLUTE.matcher(target);
        return absolute.lookingAt() ? Optional.of(absolute.group(1)) : Optional.empty();
    }

    /** HTTP/1.0 has no host: no browser sends it. */
    private boolean isOwn(Optional<String> host) {
        return host.isEmpty()
                || OWN.matcher(host.get().toLowerCase(Locale.ROOT)).matches()
                || publicHost.filter(host.get()::equalsIgnoreCase).isPresent();
    }
}
