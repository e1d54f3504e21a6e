/** Bill sources of the channel API: this server's database, or any TMF678 server. */
@NullMarked
package org.billwright.billsource;

import org.jspecify.annotations.NullMarked;
