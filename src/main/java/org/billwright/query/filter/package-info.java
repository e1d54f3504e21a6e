/** A filter as a client wrote it: names, operators and texts, not yet resolved against a resource. */
@NullMarked
package org.billwright.query.filter;

import org.jspecify.annotations.NullMarked;
