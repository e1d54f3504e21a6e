/** Cancel and rebill: a bill is given back by a credit note, and billed again with other prices or tax rules. */
@NullMarked
package org.billwright.rebill;

import org.jspecify.annotations.NullMarked;
