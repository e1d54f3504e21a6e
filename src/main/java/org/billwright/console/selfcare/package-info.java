/** The pages of a customer: the own bills, what is to be paid until when, why a bill is higher, and a dispute of a line. */
@NullMarked
package org.billwright.console.selfcare;

import org.jspecify.annotations.NullMarked;
