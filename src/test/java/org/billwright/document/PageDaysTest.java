package org.billwright.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every day on a page is a day of the account's time zone. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class PageDaysTest {
    /**
     * Bill date 8 June 2026 at 03:30 UTC; due 29 June at 03:59:59 UTC; period from 8 May at 04:00 UTC to 8 June at 04:00 UTC, which does not
     * belong to it; a line on 31 May at 23:30 UTC; one for 15 May at 22:00 UTC to 16 May at 22:00 UTC; the bill before of 8 May at 03:30 UTC.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UTC                 | Jun 8, 2026 | Jun 29, 2026 | May 8, 2026 – Jun 8, 2026 | May 31, 2026 | May 15, 2026 – May 16, 2026 | May 8, 2026
            America/Puerto_Rico | Jun 7, 2026 | Jun 28, 2026 | May 8, 2026 – Jun 7, 2026 | May 31, 2026 | May 15, 2026 – May 16, 2026 | May 7, 2026
            Asia/Tokyo          | Jun 8, 2026 | Jun 29, 2026 | May 8, 2026 – Jun 8, 2026 | Jun 1, 2026 | May 16, 2026 – May 17, 2026 | May 8, 2026
            Pacific/Kiritimati  | Jun 8, 2026 | Jun 29, 2026 | May 8, 2026 – Jun 8, 2026 | Jun 1, 2026 | May 16, 2026 – May 17, 2026 | May 8, 2026
            Pacific/Pago_Pago   | Jun 7, 2026 | Jun 28, 2026 | May 7, 2026 – Jun 7, 2026 | May 31, 2026 | May 15, 2026 – May 16, 2026 | May 7, 2026
            Europe/Madrid       | Jun 8, 2026 | Jun 29, 2026 | May 8, 2026 – Jun 8, 2026 | Jun 1, 2026 | May 16, 2026 | May 8, 2026
            """)
    void days_are_those_of_the_account(
            String zone, String billDate, String due, String period, String line, String covered, String before) {
        var id = "DAYS-" + zone.replace('/', '-');
        Documents.load(
                """
                {"@type":"BillingAccount","id":"%1$s-A","currency":"USD","timeZone":"%2$s"}""".formatted(id, zone),
                bill(id + "-0", id, "2026-05-08T03:30:00Z", ""),
                bill(
                        id,
                        id,
                        "2026-06-08T03:30:00Z",
                        ",\"paymentDueDate\":\"2026-06-29T03:59:59Z\",\"billingPeriod\":{\"startDateTime\":\"2026-05-08T04:00:00Z\",\"endDateTime\":\"2026-06-08T04:00:00Z\"}"),
                """
                {"@type":"AppliedCustomerBillingRate","id":"%1$s-1","isBilled":true,"bill":{"id":"%1$s"},"name":"Call","type":"usageCharge",
                 "date":"2026-05-31T23:30:00Z","taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(id),
                """
                {"@type":"AppliedCustomerBillingRate","id":"%1$s-2","isBilled":true,"bill":{"id":"%1$s"},"name":"Day pass","type":"recurringCharge",
                 "periodCoverage":{"startDateTime":"2026-05-15T22:00:00Z","endDateTime":"2026-05-16T22:00:00Z"},
                 "taxExcludedAmount":{"unit":"USD","value":1.00}}""".formatted(id));
        var page = Api.get("customerBill/" + id + "/billDocument/" + id, "Accept-Language", "en-US")
                .text();
        assertThat(page)
                .contains(
                        "<dt>Bill date</dt><dd><bdi>" + billDate + "</bdi></dd>",
                        "<dt>Payment due</dt><dd><bdi>" + due + "</bdi></dd>",
                        "<dt>Period</dt><dd><bdi>" + period + "</bdi></dd>",
                        "<td class=\"day\">" + line + "</td>",
                        "<td class=\"day\">" + covered + "</td>",
                        "Since bill " + id + "-0 of " + before + ",");
        var known = List.of(billDate, due, period, line, covered, before);
        var found = new ArrayList<String>();
        Pattern.compile("(May|Jun) [0-9]{1,2}, 2026").matcher(page).results().forEach(day -> found.add(day.group()));
        assertThat(found).isNotEmpty().allMatch(day -> known.stream().anyMatch(text -> text.contains(day)));
    }

    private static String bill(String id, String account, String date, String members) {
        return """
                {"@type":"CustomerBill","id":"%1$s","billNo":"%1$s","state":"sent","billDate":"%3$s","billingAccount":{"id":"%2$s-A"},
                 "taxExcludedAmount":{"unit":"USD","value":2.00},"taxIncludedAmount":{"unit":"USD","value":2.00},"amountDue":{"unit":"USD","value":2.00}%4$s}""".formatted(id, account, date, members);
    }
}
