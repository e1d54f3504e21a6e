package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of all that moves money, over HTTP, beside a model of one number: what the account owes. A move may be refused; then
 * it changes nothing.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class MoneySequencesTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";
    private static final int SEQUENCES = Integer.getInteger("money.sequences", 20);
    private static final int STEPS = 14;

    private final Random random = new Random(Long.getLong("money.seed", 678L));

    private static final class Model {
        private final String account;
        private final List<String> bills = new ArrayList<>();
        private final List<String> payments = new ArrayList<>();
        private final List<String> disputes = new ArrayList<>();
        private BigDecimal owed = BigDecimal.ZERO;
        private int rates;

        Model(String account) {
            this.account = account;
        }
    }

    @Test
    void no_sequence_of_moves_loses_or_doubles_money() throws InterruptedException {
        int accepted = 0;
        for (int i = 0; i < SEQUENCES; i++) {
            var model = new Model("money-" + i);
            Documents.load(
                    RunsApi.account(model.account, "none", i % 3 == 0 ? ",'balanceTreatment':'balanceForward'" : ""));
            charge(model);
            for (int step = 0; step < STEPS; step++) {
                accepted += step(model) ? 1 : 0;
                assertThat(balance(model.account)).as(model.account).isEqualByComparingTo(model.owed);
            }
        }
        assertThat(accepted).as("moves that were accepted").isGreaterThan(SEQUENCES * STEPS / 3);
        Books.areRight(Store.asOwner(), "money-");
    }

    private boolean step(Model model) throws InterruptedException {
        return switch (random.nextInt(10)) {
            case 0 -> charge(model);
            case 1, 2 -> pay(model);
            case 3 -> reverse(model);
            case 4 -> refund(model);
            case 5 -> creditNote(model);
            case 6 -> dispute(model);
            case 7, 8 -> decide(model);
            default -> rebill(model);
        };
    }

    private BigDecimal amount(int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most * 100), 2);
    }

    private static String usd(BigDecimal value) {
        return "{'unit':'USD','value':" + value.toPlainString() + "}";
    }

    private static JsonNode post(String path, String body) {
        var response = Api.post(OPERATIONS + path, RunsApi.quoted(body));
        assertThat(response.status()).as(path + body + response.text()).isIn(200, 201, 409);
        return response.status() == 409
                ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                : response.json();
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static BigDecimal value(JsonNode document, String pointer) {
        return document.at(pointer + "/value").decimalValue();
    }

    /** A bill of one to three charges, of which one in six outweighs the others; most are sent. */
    private boolean charge(Model model) throws InterruptedException {
        boolean isCredit = random.nextInt(6) == 0;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            var net = isCredit ? amount(60).negate() : amount(60);
            Documents.load(RunsApi.rate(
                    model.account + "-" + model.rates++,
                    model.account,
                    "2026-05-20T00:00:00Z",
                    net.toPlainString(),
                    "usageCharge"));
        }
        var made = OnDemandTest.finished(OnDemandTest.askFor(model.account));
        assertThat(made.path("state").textValue()).as(made.toString()).isEqualTo("done");
        var id = made.at("/customerBill/id").textValue();
        var bill = Api.get("customerBill/" + id).json();
        model.bills.add(id);
        model.owed = model.owed.add(value(bill, "/taxIncludedAmount"));
        if (random.nextInt(4) > 0) {
            Api.patch("customerBill/" + id, "{\"state\":\"sent\"}");
        }
        return true;
    }

    private boolean pay(Model model) {
        var amount = amount(90);
        var paid = post("payment", "{'account':{'id':'" + model.account + "'},'amount':" + usd(amount) + "}");
        model.payments.add(paid.path("id").textValue());
        model.owed = model.owed.subtract(amount);
        return true;
    }

    private boolean reverse(Model model) {
        if (model.payments.isEmpty()) {
            return false;
        }
        var part = amount(60);
        var way = random.nextBoolean() ? "reversal" : "chargeback";
        var done = post("payment/" + any(model.payments) + "/" + way, "{'reason':'x','amount':" + usd(part) + "}");
        if (!done.isMissingNode()) {
            model.owed = model.owed.add(part);
        }
        return !done.isMissingNode();
    }

    private boolean refund(Model model) {
        var part = amount(40);
        var done = post("refund", "{'account':{'id':'" + model.account + "'},'amount':" + usd(part) + ",'reason':'x'}");
        if (!done.isMissingNode()) {
            model.owed = model.owed.add(part);
        }
        return !done.isMissingNode();
    }

    private boolean creditNote(Model model) {
        var done = post(
                "creditNote",
                "{'bill':{'id':'" + any(model.bills) + "'},'reason':'goodwill'"
                        + (random.nextBoolean() ? "" : ",'taxIncludedAmount':" + usd(amount(50))) + "}");
        if (!done.isMissingNode()) {
            model.owed = model.owed.add(value(done, "/taxIncludedAmount"));
        }
        return !done.isMissingNode();
    }

    private boolean dispute(Model model) {
        var done = post(
                "dispute",
                "{'bill':{'id':'" + any(model.bills) + "'},'reason':'other'"
                        + (random.nextBoolean() ? "" : ",'disputedAmount':" + usd(amount(50))) + "}");
        if (!done.isMissingNode()) {
            model.disputes.add(done.path("id").textValue());
        }
        return !done.isMissingNode();
    }

    private boolean decide(Model model) {
        if (model.disputes.isEmpty()) {
            return false;
        }
        var dispute = "dispute/" + any(model.disputes) + "/";
        post(dispute + "review", "{}");
        var done = switch (random.nextInt(4)) {
            case 0 -> post(dispute + "denial", "{'reason':'x'}");
            case 1 -> post(dispute + "withdrawal", "{}");
            case 2 -> post(dispute + "grant", "{'grantedAmount':" + usd(amount(20)) + "}");
            default -> post(dispute + "grant", "{}");
        };
        if (done.has("grantedAmount")) {
            model.owed = model.owed.subtract(value(done, "/grantedAmount"));
        }
        return !done.isMissingNode();
    }

    /** With the same prices, so that the account owes what it owed. */
    private boolean rebill(Model model) {
        var done = post("rebill", "{'bill':{'id':'" + any(model.bills) + "'},'reason':'other'}");
        if (!done.isMissingNode()) {
            model.bills.add(done.at("/replacingBill/id").textValue());
        }
        return !done.isMissingNode();
    }

    private static BigDecimal balance(String account) {
        return value(
                Api.get(OPERATIONS + "billingAccount/" + account + "/balance").json(), "/accountBalance/0/amount");
    }
}
