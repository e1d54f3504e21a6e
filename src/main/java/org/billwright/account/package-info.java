/** Billing accounts: whose bills they are, in which currency and time zone. */
@NullMarked
package org.billwright.account;

import org.jspecify.annotations.NullMarked;
