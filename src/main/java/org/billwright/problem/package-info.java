/** What a client can do wrong, one case each, with the code and the words it is told. */
@NullMarked
package org.billwright.problem;

import org.jspecify.annotations.NullMarked;
