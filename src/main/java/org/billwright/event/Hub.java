package org.billwright.event;

import java.time.Instant;
import org.billwright.json.TmfVersion;

/**
 * Somebody who asked to be told.
 *
 * @param query which events, as they wrote it; empty for all
 * @param base the public URL of the API as they saw it, which links in events begin with
 * @param secret that deliveries are signed with
 */
record Hub(
        String tenant,
        String id,
        TmfVersion version,
        String callback,
        String query,
        String base,
        String secret,
        Instant createdAt) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "hub " + id;
    }
}
