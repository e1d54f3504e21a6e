/** Billing accounts: their parties, currency, time zone and payment term. */
@NullMarked
package org.billwright.account;

import org.jspecify.annotations.NullMarked;
