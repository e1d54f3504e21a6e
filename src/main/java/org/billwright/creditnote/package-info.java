/** Credit notes: bills that give back a bill or a part of it. */
@org.jspecify.annotations.NullMarked
package org.billwright.creditnote;
