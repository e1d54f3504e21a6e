/** The personal data of a party: access to it, and its erasure where no retention period applies. */
@NullMarked
package org.billwright.privacy;

import org.jspecify.annotations.NullMarked;
