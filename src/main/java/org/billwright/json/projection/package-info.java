/** Stored documents written in the shape of one version of the standard, byte by byte; {@link Projection} is the way in. */
@NullMarked
package org.billwright.json.projection;

import org.jspecify.annotations.NullMarked;
