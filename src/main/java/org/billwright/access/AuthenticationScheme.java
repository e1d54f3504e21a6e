package org.billwright.access;

import io.vertx.core.Future;

/** One way to say who one is, in an {@code Authorization} header (RFC 9110 §11.6.2). */
public interface AuthenticationScheme {
    /** The scheme's name: {@code Bearer}. */
    String name();

    /** What a request without credentials is told, in {@code WWW-Authenticate}. */
    String challenge();

    /**
     * Who these credentials are of. Fails with {@link org.billwright.problem.Problem.Unauthenticated} where they are of
     * nobody.
     */
    Future<Caller> caller(String credentials);
}
