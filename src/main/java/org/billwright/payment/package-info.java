/** Payments and refunds (TMF676), and their operations. */
@org.jspecify.annotations.NullMarked
package org.billwright.payment;
