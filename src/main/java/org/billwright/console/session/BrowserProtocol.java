package org.billwright.console.session;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.billwright.console.page.FormValues;
import org.billwright.console.page.PersonPreferences;
import org.billwright.console.page.Renderer;
import org.billwright.http.ClientProtocol;
import org.billwright.http.Response;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Browsers: credentials are in a cookie, who has none is sent to the sign-in, and failures are pages. */
public final class BrowserProtocol implements ClientProtocol {
    private final BiFunction<Problem, Integer, String> page;

    /**
     * Failures by this page.
     *
     * @param page of a problem with this status
     */
    public BrowserProtocol(BiFunction<Problem, Integer, String> page) {
        this.page = page;
    }

    @Override
    public Optional<String> credentials(HttpServerRequest request) {
        return cookie(request, SessionSecret.COOKIE).map(secret -> {
            var preferences =
                    FormValues.parse(cookie(request, PersonPreferences.COOKIE).orElse(""));
            return Sessions.credentials(secret, preferences.get("tenant"));
        });
    }

    private static Optional<String> cookie(HttpServerRequest request, String name) {
        @Nullable Cookie cookie = request.getCookie(name);
        return Optional.ofNullable(cookie).map(Cookie::getValue);
    }

    @Override
    public Response failure(HttpServerRequest request, Problem problem, Response error) {
        if (problem instanceof Problem.Unauthenticated) {
            var here = String.valueOf(request.uri());
            return new Response(303, Map.of("Location", "/console/signIn?to=" + Links.segment(here)), Buffer.buffer());
        }
        var response = Renderer.html(error.status(), page.apply(problem, error.status()));
        return error.headers().containsKey("Retry-After")
                ? response.with(
                        "Retry-After", error.headers().get("Retry-After").getFirst())
                : response;
    }
}
