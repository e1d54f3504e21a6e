/** HTTP: a request becomes typed values; a response or a problem becomes status, headers and body. */
@NullMarked
package org.billwright.http;

import org.jspecify.annotations.NullMarked;
