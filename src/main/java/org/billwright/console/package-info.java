/** The console: pages for those who bill, over the operations of the APIs. */
@NullMarked
package org.billwright.console;

import org.jspecify.annotations.NullMarked;
