/** What is seen from outside of the work of this server: activities, their spans, and what the log says of them. */
@NullMarked
package org.billwright.telemetry;

import org.jspecify.annotations.NullMarked;
