/** Machine clients: who may ask, with which secrets, for which businesses and how often. */
@NullMarked
package org.billwright.machineclient;

import org.jspecify.annotations.NullMarked;
