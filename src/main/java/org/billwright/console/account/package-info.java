/** Billing accounts: what they owe, their bills, their unbilled rates. */
@NullMarked
package org.billwright.console.account;

import org.jspecify.annotations.NullMarked;
