package org.billwright.store;

import io.vertx.core.Future;

/** Where the statements of a list are run, bound to its tenant. */
public interface Statements {
    /** A page of at most so many documents. The statement selects {@link StoredDocument#COLUMNS} and then its sort keys. */
    Future<Page> page(Sql sql, int limit);

    /** The single number that the statement selects. */
    Future<Long> number(Sql sql);
}
