/** Sample bills: generated accounts with their bills and rates, and the data of the demo. */
@NullMarked
package org.billwright.generate;

import org.jspecify.annotations.NullMarked;
