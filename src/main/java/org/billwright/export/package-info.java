/** Exports of stored documents to files or over HTTP. */
@NullMarked
package org.billwright.export;

import org.jspecify.annotations.NullMarked;
