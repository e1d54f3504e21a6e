/** The composition root: reads the settings, puts the parts of the server together, starts and stops them. */
@NullMarked
package org.billwright.server;

import org.jspecify.annotations.NullMarked;
