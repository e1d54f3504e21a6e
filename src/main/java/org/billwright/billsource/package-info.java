/** Where the channel's bills come from: our own store, or any TMF678 server. */
@NullMarked
package org.billwright.billsource;

import org.jspecify.annotations.NullMarked;
