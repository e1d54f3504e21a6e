/** JSON documents: parsed strictly, stored whole, and their shape in each version of the standard. */
@NullMarked
package org.billwright.json;

import org.jspecify.annotations.NullMarked;
