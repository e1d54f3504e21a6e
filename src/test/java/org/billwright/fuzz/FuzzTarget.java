package org.billwright.fuzz;

import java.util.List;

/**
 * An operation of the server, as the fuzz sees it.
 *
 * @param path from the root, with its parameters
 * @param known values that lead somewhere when they stand for a parameter
 * @param mediaTypes of the bodies it reads
 * @param bodies that it would take
 */
public record FuzzTarget(String method, String path, List<String> known, List<String> mediaTypes, List<String> bodies) {
    /** Whether it is of the face that answers in the channel's envelope. */
    public boolean isOfChannel() {
        return path.startsWith("/dxp-ux/");
    }
}
