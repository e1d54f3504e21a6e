package org.billwright.audit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A page of many instances that a caller saw: its query, its first and last id, and a hash by which somebody who has the data can
 * prove which ids were on it.
 *
 * @param query the query string as it was sent
 * @param sha256 over the ids in their order, each followed by a line feed, in UTF-8
 */
record PageShown(String query, String first, String last, int count, String sha256) {
    static PageShown of(String query, List<String> ids) {
        var sha = EntryHash.sha256();
        for (var id : ids) {
            sha.update(id.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
        }
        return new PageShown(
                query, ids.getFirst(), ids.getLast(), ids.size(), HexFormat.of().formatHex(sha.digest()));
    }
}
