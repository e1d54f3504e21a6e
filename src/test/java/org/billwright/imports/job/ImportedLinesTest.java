package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.format.RecordReader;
import org.billwright.imports.check.CheckMode;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportedLinesTest {
    private static final Database DATABASE = Store.fresh("import");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static String document(String table, String id) {
        return Store.asOwner("import")
                .withHandle(handle -> handle.createQuery("select doc::text from " + table + " where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {"@type":"CustomerBill"                                                                        | not JSON
            {"@type":"CustomerBill",,                                                                       | (column 25); each line is one whole JSON document
            {"id":"x"}                                                                                     | '@type' is missing or unknown; it must be one of BillingAccount
            {"@type":"CustomerBill","state":"new","billingAccount":{"id":"A"}}                              | 'id'
            {"@type":"CustomerBill","id":"x","state":"paid","billingAccount":{"id":"A"}}                    | 'state'
            {"@type":"CustomerBill","id":"x","state":"new"}                                                 | 'billingAccount'
            {"@type":"CustomerBill","id":"x","state":"new","billingAccount":{"id":"A"},"billDate":"today"}  | 'billDate'
            {"@type":"CustomerBill","id":"x","state":"new","billingAccount":{"id":"A"}}                     | 'billDate' is required
            {"@type":"CustomerBill","id":"x","state":"new","billingAccount":{"id":"A"},"taxItem":{}}        | must be an array
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"USD","value":1.005}}  | USD has 2 decimals
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"JPY","value":1.5}}    | JPY has 0 decimals
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"XYZ","value":1}}      | not an ISO 4217 currency
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"USD","value":1e300}}  | 60 digits
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"taxExcludedAmount":{"unit":"USD","value":999999999999999},"taxIncludedAmount":{"unit":"USD","value":10},"taxItem":[{"taxAmount":{"unit":"USD","value":999999999999999}}]} | at most 15 digits
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"taxExcludedAmount":{"unit":"USD","value":10},"taxIncludedAmount":{"unit":"USD","value":11},"taxItem":[{"taxAmount":{"unit":"USD","value":1.01}}]} | its parts give USD 11.01
            {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"taxExcludedAmount":{"unit":"USD","value":10},"taxIncludedAmount":{"unit":"USD","value":11},"taxItem":[{"taxAmount":{"unit":"EUR","value":1}}]} | USD and EUR
            {"@type":"CustomerBill","id":"x","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"USD","value":10},"remainingAmount":{"unit":"USD","value":9}} | its parts give USD 10.00: amountDue USD 10.00 less appliedPayment USD 0.00
            {"@type":"CustomerBill","id":"x","state":"settled","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"USD","value":10},"remainingAmount":{"unit":"USD","value":10}} | is settled
            {"@type":"AppliedCustomerBillingRate","id":"x","isBilled":true,"billingAccount":{"id":"A"}}     | without a bill
            {"@type":"AppliedCustomerBillingRate","id":"x","isBilled":false,"bill":{"id":"B"}}              | with a bill
            {"@type":"AppliedCustomerBillingRate","id":"x","isBilled":false}                                | 'billingAccount'
            {"@type":"AppliedCustomerBillingRate","id":"x","bill":{"id":"absent"}}                          | does not exist
            {"@type":"AppliedCustomerBillingRate","id":"x","isBilled":false,"billingAccount":{"id":"A"}}    | 'taxExcludedAmount' or taxIncludedAmount is required while the rate is unbilled: without a price its account could not be billed
            {"@type":"AppliedCustomerBillingRate","id":"x","isBilled":"no","billingAccount":{"id":"A"}}     | true or false
            {"@type":"BillingAccount","id":"x","currency":"USD","state":"asleep"}                          | state must be one of pending, active, suspended, inactive, closed
            {"@type":"BillingAccount","id":"x","currency":"USD","taxPolicy":"none"}                        | 'taxPolicy' must be one of computed, asRated
            {"@type":"BillingAccount","id":"x","currency":"USD","taxExemption":[{"taxCategory":"IVU"}]}    | taxExemption[0].certificateNumber is required
            {"@type":"BillingAccount","id":"x","currency":"USD","hold":{"until":"2026-07-01T00:00:00Z"}}   | hold.reason is required
            {"@type":"BillingAccount","id":"x"}                                                            | currency
            {"@type":"BillingAccount","id":"x","currency":"USD","timeZone":"Mars/Olympus"}                 | Mars/Olympus
            """)
    void a_bad_line_is_reported_with_its_number_and_reason_and_the_others_are_loaded(String line, String reason) {
        var name = "kept-" + Integer.toHexString(line.hashCode());

        var result = Documents.tryLoad(
                DATABASE, Documents.account(name + "-1", "USD"), line, "", Documents.account(name + "-2", "USD"));

        assertThat(result.counts()).isEqualTo(new ImportCounts(2, 0, 1, 0));
        assertThat(result.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.line()).isEqualTo(2);
            assertThat(rejected.reason()).contains(reason);
        });
        assertThat(document("billing_account", name + "-2")).isNotEmpty();
    }

    @Test
    void the_same_lines_again_change_nothing_and_say_so() {
        var lines =
                new String[] {Documents.account("again", "USD"), """
            {"@type":"CustomerBill","id":"again-1","state":"sent","billNo":"AGAIN-1","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"again"},
             "amountDue":{"unit":"USD","value":5}}""", Documents.rate("again-r", "again", "USD", "5.00")
                };
        assertThat(Documents.tryLoad(DATABASE, lines).counts()).isEqualTo(new ImportCounts(3, 0, 0, 0));
        assertThat(Documents.tryLoad(DATABASE, lines).counts()).isEqualTo(new ImportCounts(0, 3, 0, 0));
        lines[1] = lines[1].replace("sent", "settled")
                .replace(
                        ":5}",
                        ":5},\"remainingAmount\":{\"unit\":\"USD\",\"value\":0},"
                                + "\"appliedPayment\":[{\"appliedAmount\":{\"unit\":\"USD\",\"value\":5}}]");
        assertThat(Documents.tryLoad(DATABASE, lines).counts()).isEqualTo(new ImportCounts(1, 2, 0, 0));
        assertThat(document("customer_bill", "again-1")).contains("\"state\":\"settled\"");
    }

    @Test
    void two_bills_cannot_have_one_number_or_one_period() {
        var bill = """
                {"@type":"CustomerBill","id":"%s","state":"sent","billNo":"%s","billDate":"2026-03-01T00:00:00Z","billingAccount":{"id":"A"},
                 "category":"normal","runType":"onCycle",
                 "billingPeriod":{"startDateTime":"2026-01-01T00:00:00Z","endDateTime":"2026-02-01T00:00:00Z"}}""";
        var result = Documents.tryLoad(
                DATABASE,
                bill.formatted("n-1", "N-1"),
                bill.formatted("n-2", "N-1").replace("2026-01", "2026-02"),
                bill.formatted("n-3", "N-3"));
        assertThat(result.counts()).isEqualTo(new ImportCounts(1, 0, 2, 0));
        assertThat(result.rejected())
                .extracting(Documents.Rejected::reason)
                .containsExactly(
                        "another bill has this billNo", "the account has a bill of this cycle and period already");
    }

    @Test
    void either_shape_is_stored_as_one_and_extensions_are_kept() {
        var result = Documents.tryLoad(DATABASE, """
                {"@type":"CustomerBill","id":"flat","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"mine":{"a":[1.10]},
                 "relatedParty":[{"id":"P","name":"N","role":"customer"}]}""", """
                {"@type":"CustomerBill","id":"wrapped","state":"new","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},
                 "relatedParty":[{"role":"customer","partyOrPartyRole":{"id":"P","name":"N"}}]}""");
        assertThat(result.rejected()).isEmpty();
        var party = "\"relatedParty\":[{\"role\":\"customer\",\"partyOrPartyRole\":{\"id\":\"P\",\"name\":\"N\"}}]";
        assertThat(document("customer_bill", "flat")).contains(party).contains("\"mine\":{\"a\":[1.10]}");
        assertThat(document("customer_bill", "wrapped")).contains(party);
    }

    @Test
    void a_number_with_a_huge_exponent_is_a_number_with_too_many_digits() {
        for (var number : new String[] {"1e99999999999", "-1e-99999999999", "1e999999999"}) {
            var result = Documents.tryLoad(
                    DATABASE, "{\"@type\":\"CustomerBill\",\"id\":\"x\",\"amountDue\":{\"value\":" + number + "}}");
            assertThat(result.rejected())
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected.reason()).contains("60 digits"));
        }
    }

    @Test
    void a_unit_that_is_no_currency_is_rejected_whether_amounts_are_checked_or_not() {
        for (var unit : new String[] {"x".repeat(4_000), "usd", "US", "U_D"}) {
            for (var name : new String[] {"amountDue", "taxExcludedAmount"}) {
                var result = Documents.tryLoad(DATABASE, Imports.options(CheckMode.OFF), """
                        {"@type":"CustomerBill","id":"x","state":"new","billDate":"2026-01-31T00:00:00Z",\
                        "billingAccount":{"id":"A"},"%s":{"unit":"%s","value":1}}""".formatted(name, unit));
                assertThat(result.rejected())
                        .singleElement()
                        .satisfies(rejected -> assertThat(rejected.reason())
                                .isEqualTo(
                                        "'" + name + ".unit' must be a currency of ISO 4217, three capital letters"));
            }
        }
    }

    @Test
    void a_line_over_the_limit_is_passed_over() {
        var result = Documents.tryLoad(
                DATABASE,
                "{\"x\":\"" + "y".repeat(RecordReader.MAX_RECORD_BYTES) + "\"}",
                Documents.account("after", "USD"));
        assertThat(result.counts()).isEqualTo(new ImportCounts(1, 0, 1, 0));
        assertThat(result.rejected().getFirst().reason()).contains("16000000");
    }
}
