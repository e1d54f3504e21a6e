/** Access to PostgreSQL: pools for reads and for transactions, SQL with bound values, and the migrations of the schema. */
@NullMarked
package org.billwright.store;

import org.jspecify.annotations.NullMarked;
