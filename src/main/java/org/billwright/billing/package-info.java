/** The calculation of a bill from unbilled rates, and the documents that result. */
@NullMarked
package org.billwright.billing;

import org.jspecify.annotations.NullMarked;
