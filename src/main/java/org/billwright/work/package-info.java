/** Background work: the worker loop, its wake-up signal, retries, leases, queues in tables and advisory locks. */
@NullMarked
package org.billwright.work;

import org.jspecify.annotations.NullMarked;
