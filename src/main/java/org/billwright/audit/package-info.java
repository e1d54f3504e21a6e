/** The audit trail: who read or changed which bill, kept so that nobody can change it unseen. */
@NullMarked
package org.billwright.audit;

import org.jspecify.annotations.NullMarked;
