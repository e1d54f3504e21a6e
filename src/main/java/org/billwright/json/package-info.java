/** JSON documents: read strictly, kept whole, written in the shape of one version of the standard. */
@NullMarked
package org.billwright.json;

import org.jspecify.annotations.NullMarked;
