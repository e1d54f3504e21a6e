/** TMF630 queries: query string, parsed query, resolved query, SQL with bound values. */
@NullMarked
package org.billwright.query;

import org.jspecify.annotations.NullMarked;
