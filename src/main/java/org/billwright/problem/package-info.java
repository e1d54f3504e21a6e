/** The problems that a request can have, one type each, with the code and the message that its client gets. */
@NullMarked
package org.billwright.problem;

import org.jspecify.annotations.NullMarked;
