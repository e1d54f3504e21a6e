/** Connections to PostgreSQL, the two ways to use them, and the schema's migrations. */
@NullMarked
package org.billwright.store;

import org.jspecify.annotations.NullMarked;
