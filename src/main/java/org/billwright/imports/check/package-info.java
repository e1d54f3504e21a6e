/** The check of an import: records are parsed, validated and prepared as rows, without the database. */
@NullMarked
package org.billwright.imports.check;

import org.jspecify.annotations.NullMarked;
