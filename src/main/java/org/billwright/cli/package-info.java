/** The commands. */
@NullMarked
package org.billwright.cli;

import org.jspecify.annotations.NullMarked;
