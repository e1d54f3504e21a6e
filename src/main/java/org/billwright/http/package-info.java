/** The edge: a request becomes typed values, an answer or a problem becomes status, headers and body. */
@NullMarked
package org.billwright.http;

import org.jspecify.annotations.NullMarked;
