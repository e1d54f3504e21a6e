/** Billing accounts: what billing reads of them, and their operations. */
@NullMarked
package org.billwright.account;

import org.jspecify.annotations.NullMarked;
