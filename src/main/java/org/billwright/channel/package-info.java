/** The channel face dxp-ux: what a customer's app asks of bills, in the terms of the business that it belongs to. */
@NullMarked
package org.billwright.channel;

import org.jspecify.annotations.NullMarked;
