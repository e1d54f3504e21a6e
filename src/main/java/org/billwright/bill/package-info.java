/** Customer bills: their states and the moves between them, their rows and their endpoints. */
@NullMarked
package org.billwright.bill;

import org.jspecify.annotations.NullMarked;
