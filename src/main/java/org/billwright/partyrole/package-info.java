/** The roles of callers as party roles of TMF669, for an ODA canvas. */
@NullMarked
package org.billwright.partyrole;

import org.jspecify.annotations.NullMarked;
