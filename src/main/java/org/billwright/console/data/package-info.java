/** Data: imports, exports, subscriptions and their deliveries, tax rules, the issuer, clients, and the audit trail. */
@NullMarked
package org.billwright.console.data;

import org.jspecify.annotations.NullMarked;
