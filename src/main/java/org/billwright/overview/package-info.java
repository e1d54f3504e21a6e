/** What an operator wants to know of a tenant at a glance: what was billed and paid, what is open, and what waits for a person. */
@NullMarked
package org.billwright.overview;

import org.jspecify.annotations.NullMarked;
