/** Machine clients: who may ask, with which secrets, for which businesses and how often. */
@NullMarked
package org.billwright.client;

import org.jspecify.annotations.NullMarked;
