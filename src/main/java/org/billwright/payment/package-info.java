/** Payments and refunds (TMF676), and their operations. */
@NullMarked
package org.billwright.payment;

import org.jspecify.annotations.NullMarked;
