/** Machine clients: their secrets, roles, scopes and rate limits. */
@NullMarked
package org.billwright.machineclient;

import org.jspecify.annotations.NullMarked;
