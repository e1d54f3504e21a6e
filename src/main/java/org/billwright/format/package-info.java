/** File formats of bills, rates and accounts: document types, how a file is split into records, compression, and NDJSON. */
@NullMarked
package org.billwright.format;

import org.jspecify.annotations.NullMarked;
