/** The bill as a document for people. */
@NullMarked
package org.billwright.document;

import org.jspecify.annotations.NullMarked;
