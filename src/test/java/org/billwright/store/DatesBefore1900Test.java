package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.TimeZone;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates of times when clocks had the local mean time are stored and read as they are, whatever the time zone of the process. */
class DatesBefore1900Test {
    private static final String NAME = "dates_before_1900";
    private static final OffsetDateTime TIME = OffsetDateTime.parse("1890-05-01T00:00:00Z");
    private static final LocalDate DAY = LocalDate.of(1890, 5, 1);
    private static final TimeZone ZONE = TimeZone.getDefault();

    @BeforeAll
    static void create() {
        Store.fresh(NAME).close();
    }

    @AfterEach
    void reset() {
        TimeZone.setDefault(ZONE);
    }

    @AfterAll
    static void resetAll() {
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Amsterdam", "Asia/Kolkata", "America/Puerto_Rico", "UTC"})
    void they_are_the_same(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var database = Database.open(Store.config(NAME))) {
            var text = database.withoutTenant(tx -> tx.createQuery(
                            "select (:time::timestamptz at time zone 'UTC') || ' ' || (:instant::timestamptz at time zone 'UTC') || ' ' || :day::date")
                    .bind("time", TIME)
                    .bind("instant", TIME.toInstant())
                    .bind("day", DAY)
                    .mapTo(String.class)
                    .one());
            assertThat(text).isEqualTo("1890-05-01 00:00:00 1890-05-01 00:00:00 1890-05-01");
            var read = database.withoutTenant(tx -> tx.createQuery(
                            "select timestamptz '1890-05-01T00:00:00Z' as time, date '1890-05-01' as day, null::timestamptz as none")
                    .reduceRows(
                            "",
                            (none, row) ->
                                    row.getColumn("time", OffsetDateTime.class).toInstant() + " "
                                            + row.getColumn("time", Instant.class) + " "
                                            + row.getColumn("day", LocalDate.class) + " "
                                            + row.getColumn("none", OffsetDateTime.class)));
            assertThat(read).isEqualTo("1890-05-01T00:00:00Z 1890-05-01T00:00:00Z 1890-05-01 null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Amsterdam", "Asia/Kolkata"})
    void an_imported_payment_and_dispute_keep_theirs(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var database = Database.open(Store.config(NAME))) {
            var id = zone.replace('/', '-');
            Documents.load(database, """
                    {"@type":"CustomerBill","id":"%1$s","state":"sent","billDate":"1890-05-01T00:00:00Z","billingAccount":{"id":"A"},
                    "taxIncludedAmount":{"unit":"USD","value":5.00},"amountDue":{"unit":"USD","value":5.00}}""".formatted(id), """
                    {"@type":"Payment","id":"%1$s","account":{"id":"A"},"amount":{"unit":"USD","value":5.00},
                    "paymentDate":"1890-05-01T00:00:00Z"}""".formatted(id), """
                    {"@type":"Dispute","id":"%1$s","bill":{"id":"%1$s"},"billingAccount":{"id":"A"},"state":"opened","reason":"priceError",
                    "disputedAmount":{"unit":"USD","value":1.00},"openedDate":"1890-05-02T00:00:00Z"}""".formatted(id));
            var stored = Store.asOwner(NAME)
                    .withHandle(owner -> owner.createQuery("""
                                    select utc_text(bill_date) || ' ' || utc_text(payment_date) || ' ' || utc_text(opened_at)
                                    from customer_bill bill, account_credit credit, dispute
                                    where bill.id = :id and credit.id = :id and dispute.id = :id
                                    """)
                            .bind("id", id)
                            .mapTo(String.class)
                            .one());
            assertThat(stored).isEqualTo("1890-05-01T00:00:00.000Z 1890-05-01T00:00:00.000Z 1890-05-02T00:00:00.000Z");
        }
    }
}
