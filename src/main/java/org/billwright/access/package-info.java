/** Authentication and authorisation: credentials become a caller with roles, permissions and an entitlement to bills. */
@NullMarked
package org.billwright.access;

import org.jspecify.annotations.NullMarked;
