/** Retention: how long a tenant keeps its bills, events and rejected lines, and the deletion of bills whose period is over. */
@NullMarked
package org.billwright.retention;

import org.jspecify.annotations.NullMarked;
