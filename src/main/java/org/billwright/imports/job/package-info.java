/** An import from the first record to the last: its sources, position, deferred lines, rejects file and report. */
@NullMarked
package org.billwright.imports.job;

import org.jspecify.annotations.NullMarked;
