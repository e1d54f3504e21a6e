package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.ImportOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was billed stays billed, whatever its source delivers again: never a second charge, never a bill with other lines than it had. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class RedeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ImportOptions DRY_RUN = new ImportOptions(
            Optional.empty(),
            Optional.empty(),
            CheckMode.STRICT,
            CheckMode.WARN,
            Optional.empty(),
            false,
            true,
            false,
            Long.MAX_VALUE,
            Optional.empty());
    private static final String RATE = """
            {"@type":"AppliedCustomerBillingRate","id":"%s-a","isBilled":false,"billingAccount":{"id":"%s"},\
            "type":"usageCharge","date":"2026-05-01T00:00:00Z","name":"Calls","taxExcludedAmount":{"unit":"USD","value":0.330}}""";

    /** The same content in another order, with other decimals. */
    private static final String SAME = """
            {"taxExcludedAmount":{"value":0.33,"unit":"USD"},"name":"Calls","date":"2026-05-01T00:00:00Z","type":"usageCharge",\
            "billingAccount":{"id":"%2$s"},"isBilled":false,"id":"%1$s-a","@type":"AppliedCustomerBillingRate"}""";

    private static String billed(String account) throws InterruptedException {
        var request = Api.post("customerBillOnDemand", "{\"billingAccount\":{\"id\":\"" + account + "\"}}")
                .json()
                .path("href")
                .textValue();
        var deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            var asked = Api.get(request).json();
            if (!asked.path("state").textValue().equals("inProgress")) {
                return asked.path("customerBill")
                        .path("id")
                        .asText(asked.path("stateReason").asText());
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no bill for " + account);
    }

    private static JsonNode linesOf(String bill) {
        return Api.get("appliedCustomerBillingRate?bill.id=" + bill).json();
    }

    private static String made(String account) throws InterruptedException {
        Documents.load(Documents.account(account, "USD"), RATE.formatted(account, account));
        return billed(account);
    }

    private static void requireUntouched(String account, String bill, JsonNode lines) throws InterruptedException {
        assertThat(linesOf(bill)).isEqualTo(lines);
        assertThat(billed(account)).as("no second charge").contains("nothing to bill");
    }

    @Test
    void the_same_content_is_unchanged_before_and_after_billing() throws InterruptedException {
        Documents.load(Documents.account("rd-same", "USD"), RATE.formatted("rd-same", "rd-same"));
        var before = Documents.tryLoad(Store.database(), SAME.formatted("rd-same", "rd-same"));
        assertThat(before.counts().unchanged()).isEqualTo(1);
        assertThat(Api.get("appliedCustomerBillingRate/rd-same-a").text())
                .as("as it came first")
                .contains("0.330");
        var bill = billed("rd-same");
        var lines = linesOf(bill);
        for (int i = 0; i < 2; i++) { // the bill is new, then sent
            var again = Documents.tryLoad(
                    Store.database(), SAME.formatted("rd-same", "rd-same"), RATE.formatted("rd-same", "rd-same"));
            assertThat(again.rejected()).isEmpty();
            assertThat(again.counts().unchanged()).isEqualTo(2);
            requireUntouched("rd-same", bill, lines);
            Api.patch("customerBill/" + bill, "{\"state\":\"sent\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"value\":0.330 -> \"value\":0.34",
                "\"value\":0.330 -> \"value\":99.00",
                "Calls -> Calls and texts",
                "2026-05-01 -> 2026-05-02",
                "\"isBilled\":false -> \"bill\":{\"id\":\"rd-other-bill\"},\"isBilled\":true"
            })
    void changed_content_of_a_billed_rate_is_refused_with_its_bill(String change) throws InterruptedException {
        var account = "rd-" + Integer.toHexString(change.hashCode());
        Documents.load(
                "{\"@type\":\"CustomerBill\",\"id\":\"rd-other-bill\",\"state\":\"new\",\"billDate\":\"2026-01-31T00:00:00Z\","
                        + "\"billingAccount\":{\"id\":\"rd-other\"}}");
        var bill = made(account);
        var number = Api.get("customerBill/" + bill).json().path("billNo").asText();
        var lines = linesOf(bill);
        var parts = change.split(" -> ", 2);
        var line = RATE.formatted(account, account).replace(parts[0], parts[1]);
        var other = RATE.formatted(account + "-next", account);
        for (int i = 0; i < 2; i++) { // the bill is new, then sent
            for (var options : new ImportOptions[] {DRY_RUN, ImportOptions.DEFAULTS}) {
                var refused = Documents.tryLoad(Store.database(), options, line, line);
                assertThat(refused.rejected())
                        .hasSize(2)
                        .allSatisfy(rejected -> assertThat(rejected.reason())
                                .contains("on bill " + number, "what was billed stays billed", "another id"));
            }
            requireUntouched(account, bill, lines);
            Api.patch("customerBill/" + bill, "{\"state\":\"sent\"}");
        }
        var accepted = Api.send(HttpRequest.newBuilder(URI.create(Api.server() + "/operations/v1/import"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(line + "\n" + other)));
        var deadline = Instant.now().plus(PATIENCE);
        while (Api.get(accepted.header("Location"))
                .json()
                .path("state")
                .asText()
                .matches("waiting|running")) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
        assertThat(Api.get(accepted.header("Location") + "/rejects").text()).contains(number);
        assertThat(Api.get(accepted.header("Location")).json().path("loaded").asInt())
                .isEqualTo(1);
        assertThat(linesOf(bill)).isEqualTo(lines);
        var next = billed(account);
        assertThat(Api.get("customerBill/" + next).json().at("/amountDue/value").decimalValue())
                .as("the other rate alone")
                .isEqualByComparingTo(new BigDecimal("0.33"));
    }

    @Test
    void a_bill_that_was_produced_here_is_not_changed_and_gets_no_more_lines() throws InterruptedException {
        var bill = made("rd-made");
        var stored = Api.get("customerBill/" + bill);
        var document = Store.asOwner()
                .withHandle(owner -> owner.createQuery("select doc::text from customer_bill where id = ?")
                        .bind(0, bill)
                        .mapTo(String.class)
                        .one())
                .replaceFirst("\\{", "{\"@type\":\"CustomerBill\",");
        var number = stored.json().path("billNo").asText();
        var same = Documents.tryLoad(Store.database(), document);
        assertThat(same.rejected()).isEmpty();
        var lines = linesOf(bill);
        var changed = Documents.tryLoad(
                Store.database(),
                document.replaceAll("\"category\":\"normal\"", "\"category\":\"trial\""),
                document.replace("\"state\":\"new\"", "\"state\":\"validated\""),
                RATE.formatted("rd-added", "rd-made")
                        .replace("\"isBilled\":false", "\"isBilled\":true,\"bill\":{\"id\":\"" + bill + "\"}"));
        assertThat(changed.rejected())
                .hasSize(3)
                .allSatisfy(rejected -> assertThat(rejected.reason()).contains(number, "was produced here"));
        assertThat(Api.get("customerBill/" + bill).text()).isEqualTo(stored.text());
        requireUntouched("rd-made", bill, lines);
    }

    @Test
    void a_rate_leaves_no_imported_bill_either_and_may_be_corrected_on_it() throws InterruptedException {
        var bill = "{\"@type\":\"CustomerBill\",\"id\":\"rd-imported\",\"state\":\"sent\",\"billNo\":\"RD-77\","
                + "\"billDate\":\"2026-01-31T00:00:00Z\",\"billingAccount\":{\"id\":\"rd-imp\"}}";
        var onBill = RATE.formatted("rd-imp", "rd-imp")
                .replace("\"isBilled\":false", "\"isBilled\":true,\"bill\":{\"id\":\"rd-imported\"}");
        Documents.load(Documents.account("rd-imp", "USD"), bill, onBill);
        var refused = Documents.tryLoad(Store.database(), RATE.formatted("rd-imp", "rd-imp"));
        assertThat(refused.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).contains("RD-77"));
        assertThat(billed("rd-imp")).contains("nothing to bill");
        Documents.load(onBill.replace("Calls", "Calls to Spain"));
        assertThat(linesOf("rd-imported").findValuesAsText("name")).containsExactly("Calls to Spain");
    }

    @Test
    void a_bill_that_is_delivered_again_keeps_the_payments_that_were_taken_since() {
        var bill = """
                {"@type":"CustomerBill","id":"rd-paid","state":"%s","billDate":"2026-01-31T00:00:00Z","billNo":"RD-PAID",\
                "billingAccount":{"id":"rd-pay"},"taxExcludedAmount":{"unit":"USD","value":10.00},\
                "taxIncludedAmount":{"unit":"USD","value":10.00},"amountDue":{"unit":"USD","value":10.00},\
                "remainingAmount":{"unit":"USD","value":%s}%s}""";
        var payment = """
                {"@type":"AppliedPayment","bill":{"id":"rd-paid"},"payment":{"id":"RD-PAY-1"},\
                "appliedAmount":{"unit":"USD","value":4.00}}""";
        var unpaid = bill.formatted("sent", "10.00", "");
        Documents.load(Documents.account("rd-pay", "USD"), unpaid, payment);
        var stored = Api.get("customerBill/rd-paid").text();
        assertThat(stored).contains("partiallyPaid", "RD-PAY-1");
        var same = Documents.tryLoad(Store.database(), unpaid);
        assertThat(same.counts().unchanged()).isEqualTo(1);
        Documents.load(unpaid.replace("\"billNo\"", "\"category\":\"normal\",\"billNo\""));
        var kept = Api.get("customerBill/rd-paid").json();
        assertThat(kept.path("category").asText()).isEqualTo("normal");
        assertThat(kept.path("state").asText()).isEqualTo("partiallyPaid");
        assertThat(kept.at("/remainingAmount/value").decimalValue()).isEqualByComparingTo("6.00");
        assertThat(kept.at("/appliedPayment/0/payment/id").asText()).isEqualTo("RD-PAY-1");
        var again =
                Documents.tryLoad(Store.database(), unpaid.replace("\"billNo\"", "\"category\":\"normal\",\"billNo\""));
        assertThat(again.counts().unchanged()).isEqualTo(1);
        for (var misfit : new String[] {
            unpaid.replace("10.00", "3.00"),
            unpaid.replace("\"sent\"", "\"validated\""),
            unpaid.replace("USD", "EUR"),
            bill.formatted("partiallyPaid", "7.00", ",\"appliedPayment\":[" + paid("3.00") + "]")
        }) {
            var refused = Documents.tryLoad(Store.database(), misfit);
            assertThat(refused.rejected())
                    .as(misfit)
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected.reason())
                            .contains("the bill RD-PAID has payments that its source does not deliver"));
        }
        assertThat(Api.get("customerBill/rd-paid").json()).isEqualTo(kept);
        Documents.load(bill.formatted(
                "partiallyPaid", "5.00", ",\"category\":\"trial\",\"appliedPayment\":[" + paid("5.00") + "]"));
        assertThat(Api.get("customerBill/rd-paid")
                        .json()
                        .at("/remainingAmount/value")
                        .decimalValue())
                .isEqualByComparingTo("5.00");
    }

    private static String paid(String amount) {
        return "{\"payment\":{\"id\":\"RD-PAY-1\"},\"appliedAmount\":{\"unit\":\"USD\",\"value\":" + amount + "}}";
    }

    /** During a load too, and whoever changes the rows. */
    @Test
    void the_database_holds_it_by_itself() throws InterruptedException {
        var bill = made("rd-db");
        for (var change : new String[] {
            "update applied_customer_billing_rate set bill_id = null, doc = (doc::jsonb - 'bill' || '{\"isBilled\":false}')::json where id = 'rd-db-a'",
            "update applied_customer_billing_rate set doc = (doc::jsonb || '{\"name\":\"x\"}')::json where id = 'rd-db-a'",
            "update customer_bill set amount_due = amount_due + 1 where id = '" + bill + "'",
            "update customer_bill set produced = false where id = '" + bill + "'"
        }) {
            assertThatThrownBy(() -> Store.asOwner().useTransaction(owner -> {
                        owner.execute("set local billwright.load = 'on'");
                        owner.execute(change);
                    }))
                    .as(change)
                    .hasMessageMatching("(?s).*(is on bill|was produced here).*");
        }
    }
}
