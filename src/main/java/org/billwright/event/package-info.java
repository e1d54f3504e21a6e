/** Events of bills and requests: the outbox, subscriptions (hubs), their delivery by webhook in order and without loss, and Kafka. */
@NullMarked
package org.billwright.event;

import org.jspecify.annotations.NullMarked;
