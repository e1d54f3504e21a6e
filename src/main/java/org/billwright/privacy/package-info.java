/** A person's data as a whole: handing it out, and erasing what the law no longer wants kept. */
@NullMarked
package org.billwright.privacy;

import org.jspecify.annotations.NullMarked;
