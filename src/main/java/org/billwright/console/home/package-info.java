/** The first page: what goes on, and what needs attention. */
@NullMarked
package org.billwright.console.home;

import org.jspecify.annotations.NullMarked;
