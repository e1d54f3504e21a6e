/** The check of any TMF678 server from outside, over HTTP alone: what conforms, what does not, and what cannot be known. */
@NullMarked
package org.billwright.conformance;

import org.jspecify.annotations.NullMarked;
