/** The guard against server-side request forgery: which callback URLs of subscribers may be opened, and at which address. */
@NullMarked
package org.billwright.event.callback;

import org.jspecify.annotations.NullMarked;
