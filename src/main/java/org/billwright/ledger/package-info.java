/** The ledger: what accounts owe, what reduces it, and which bills it is allocated to. The one place that moves money. */
@NullMarked
package org.billwright.ledger;

import org.jspecify.annotations.NullMarked;
