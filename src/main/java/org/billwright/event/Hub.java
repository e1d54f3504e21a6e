package org.billwright.event;

import org.billwright.json.TmfVersion;

/**
 * A subscription to events.
 *
 * @param query which events, as the subscriber wrote it; empty for all
 * @param base the public URL of the API as the subscriber used it; links in events start with it
 * @param secret for the signature of deliveries
 * @param start the position of the last event that the subscription does not get: events after it do
 */
record Hub(
        String tenant,
        String id,
        TmfVersion version,
        String callback,
        String query,
        String base,
        String secret,
        long start) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "hub " + id;
    }
}
