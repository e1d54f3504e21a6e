/** CSV files by a mapping: reading records into documents, and writing documents as records. */
@NullMarked
package org.billwright.csv;

import org.jspecify.annotations.NullMarked;
