/** Whether a server would run well here: its settings, its database, its disks and what is stored, without a change of anything. */
@NullMarked
package org.billwright.diagnostics;

import org.jspecify.annotations.NullMarked;
