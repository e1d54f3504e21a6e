package org.billwright.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.billwright.problem.Problem;

/** How the clients of some operations give their credentials, and what they get in place of a response that fails. */
public interface ClientProtocol {
    /** Clients of the APIs: the header {@code Authorization}, and the TMF error. */
    ClientProtocol API = new ClientProtocol() {
        @Override
        public Optional<String> credentials(HttpServerRequest request) {
            return Optional.ofNullable(request.getHeader("Authorization"));
        }

        @Override
        public Response failure(HttpServerRequest request, Problem problem, Response error) {
            return error;
        }
    };

    /** The credentials of a request, in the form of {@code Authorization}: a scheme, a space, and what the scheme says. */
    Optional<String> credentials(HttpServerRequest request);

    /**
     * The response to a request that fails.
     *
     * @param error the response of the APIs, with its status and headers
     */
    Response failure(HttpServerRequest request, Problem problem, Response error);
}
