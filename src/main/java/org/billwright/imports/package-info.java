/** Imports of documents, in four steps, each using only those before it: check, apply, job, server. */
@NullMarked
package org.billwright.imports;

import org.jspecify.annotations.NullMarked;
