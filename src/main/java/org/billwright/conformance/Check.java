package org.billwright.conformance;

/**
 * One thing that is required of a server.
 *
 * @param id stable between releases: {@code filter.customerBill.state}
 * @param clause the place of the requirement in its standard
 */
record Check(String id, CheckGroup group, String title, String clause) {}
