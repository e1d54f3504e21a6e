/** Requests for a bill outside the bill cycle: the resource, its queue and the worker that fulfils them. */
@NullMarked
package org.billwright.ondemand;

import org.jspecify.annotations.NullMarked;
