/** What is handed to collection: the bills that are overdue, as a list and as events. The dunning itself is another system's. */
@NullMarked
package org.billwright.collection;

import org.jspecify.annotations.NullMarked;
