/** Events: what happened to bills and requests, told to those who asked, in order and never lost. */
@NullMarked
package org.billwright.event;

import org.jspecify.annotations.NullMarked;
