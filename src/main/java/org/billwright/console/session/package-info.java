/** Who uses the console: sign-in, sessions, form tokens. */
@NullMarked
package org.billwright.console.session;

import org.jspecify.annotations.NullMarked;
