/** Credit notes: bills that give back a bill or a part of it. */
@NullMarked
package org.billwright.creditnote;

import org.jspecify.annotations.NullMarked;
