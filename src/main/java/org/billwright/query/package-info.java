/** The TMF630 query of a list: text, filter as written, resolved condition, SQL with bound values. */
@NullMarked
package org.billwright.query;

import org.jspecify.annotations.NullMarked;
