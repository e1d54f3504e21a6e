/** The issuer of a tenant's bills: who sends them, and what stands on them about it. */
@NullMarked
package org.billwright.issuer;

import org.jspecify.annotations.NullMarked;
