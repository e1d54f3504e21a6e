package org.billwright.cycle;

/**
 * The dates of a bill cycle, in days from its billing date.
 *
 * @param chargeDate charges of an earlier date are on the bill; a negative number leaves the last days to the next bill
 * @param mailingDate when bills are sent
 * @param paymentDueDate the day at whose end payment is due, of accounts without a payment term of their own
 */
public record CycleOffsets(int chargeDate, int mailingDate, int paymentDueDate) {}
