/** Money: payments, refunds, disputes, credit notes, and what is to be collected. */
@NullMarked
package org.billwright.console.money;

import org.jspecify.annotations.NullMarked;
