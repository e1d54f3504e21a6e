/** Rows in bulk by PostgreSQL's binary COPY: into tables through staging tables, and out of a statement. */
@NullMarked
package org.billwright.store.copy;

import org.jspecify.annotations.NullMarked;
