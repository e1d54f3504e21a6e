/** The channel API dxp-ux: bills and their lines for a customer's app, by the configuration of its business. */
@NullMarked
package org.billwright.channel;

import org.jspecify.annotations.NullMarked;
