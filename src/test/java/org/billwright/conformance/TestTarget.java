package org.billwright.conformance;

import java.util.List;
import java.util.Optional;
import org.billwright.json.TmfVersion;

/** A server of TMF678 v4 to be checked by the command. */
public final class TestTarget implements AutoCloseable {
    private final FaultyServer server;

    private TestTarget(FaultyServer server) {
        this.server = server;
    }

    public static TestTarget right() {
        return new TestTarget(FaultyServer.right(TmfVersion.V4));
    }

    /** One tax item of bill B7 is a cent too high. */
    public static TestTarget withWrongTax() {
        return new TestTarget(
                new FaultyServer(TmfVersion.V4, Optional.of(ServerFault.TAX_OFF_BY_A_CENT), Optional.empty()));
    }

    public static TestTarget empty() {
        var target = right();
        target.server.empty();
        return target;
    }

    public String base() {
        return server.base();
    }

    public List<String> authorizations() {
        return server.authorizations();
    }

    @Override
    public void close() {
        server.close();
    }
}
