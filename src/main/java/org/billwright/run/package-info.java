/** Bills made from unbilled rates: the calculation, and the worker that answers requests on demand. */
@NullMarked
package org.billwright.run;

import org.jspecify.annotations.NullMarked;
