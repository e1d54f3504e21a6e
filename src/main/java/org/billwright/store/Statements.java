package org.billwright.store;

import io.vertx.core.Future;

/** Where the statements of a list are run, bound to its tenant. */
public interface Statements {
    /** The documents of a list up to its limits. */
    Future<Page> page(DocumentList list);

    /** The single number that the statement selects. */
    Future<Long> number(Sql sql);
}
