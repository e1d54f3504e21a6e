/** The loading of one checked batch into the database, within one transaction. */
@NullMarked
package org.billwright.imports.apply;

import org.jspecify.annotations.NullMarked;
