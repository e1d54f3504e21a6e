/** Billing rules: what is measured of bills and bill runs, and between which bounds it must be. */
@NullMarked
package org.billwright.billingrule;

import org.jspecify.annotations.NullMarked;
