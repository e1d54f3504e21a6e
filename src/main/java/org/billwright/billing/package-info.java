/** Bills made from unbilled rates: the calculation, and the worker that answers requests on demand. */
@NullMarked
package org.billwright.billing;

import org.jspecify.annotations.NullMarked;
