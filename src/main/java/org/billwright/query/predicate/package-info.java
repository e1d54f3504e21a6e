/** The JSONPath predicates of the query parameter {@code filter} (TMF630 part 6); {@link PredicateParser} is the way in. */
@NullMarked
package org.billwright.query.predicate;

import org.jspecify.annotations.NullMarked;
