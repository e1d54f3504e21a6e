package org.billwright.access;

import io.vertx.core.Future;

/** A scheme of the {@code Authorization} header by which callers authenticate (RFC 9110 §11.6.2). */
public interface AuthenticationScheme {
    /** The scheme's name: {@code Bearer}. */
    String name();

    /** The challenge that a request without credentials gets, in {@code WWW-Authenticate}. */
    String challenge();

    /**
     * The caller that these credentials belong to. Fails with {@link org.billwright.problem.Problem.Unauthenticated} where
     * they are not valid.
     *
     * @param address from which the request came
     */
    Future<Caller> caller(String credentials, String address);

    /** The client that these credentials name, for reports about refused ones; whether there is one is not known. */
    String named(String credentials);
}
