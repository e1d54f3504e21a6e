package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Bills that are produced from lines at 20 %, and sent. */
public final class DisputedBills {
    private DisputedBills() {}

    /** A request in which an apostrophe is a quotation mark. */
    static Api.Response post(String path, String body) {
        return Api.withBody(
                "POST",
                Api.server() + "/operations/v1/" + path,
                body.replace('\'', '"'),
                "Content-Type",
                "application/json");
    }

    static JsonNode get(String path) {
        var response = Api.get(Api.server() + "/operations/v1/" + path);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json();
    }

    /** The bill of a new account, whose lines have the account's id and a number from 0. */
    public static String sent(String account, String unit, String... nets) throws InterruptedException {
        Documents.load(Documents.account(account, unit));
        return next(account, unit, nets);
    }

    /** Another bill of the account. */
    static String next(String account, String unit, String... nets) throws InterruptedException {
        int first = Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select count(*) from applied_customer_billing_rate where billing_account_id = ?")
                        .bind(0, account)
                        .mapTo(Integer.class)
                        .one());
        var rates = new ArrayList<String>();
        for (int i = 0; i < nets.length; i++) {
            rates.add(("{'@type':'AppliedCustomerBillingRate','id':'" + account + "-" + (first + i)
                            + "','date':'2026-02-10T00:00:00Z','billingAccount':{'id':'" + account
                            + "'},'taxExcludedAmount':{'unit':'" + unit + "','value':" + nets[i]
                            + "},'appliedTax':[{'taxCategory':'UK','taxRate':20}]}")
                    .replace('\'', '"'));
        }
        Documents.load(rates.toArray(String[]::new));
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("done");
        var id = request.at("/customerBill/id").textValue();
        var sent = Api.withBody(
                "PATCH",
                Api.v4() + "customerBill/" + id,
                "{\"state\":\"sent\"}",
                "Content-Type",
                "application/merge-patch+json");
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        return id;
    }

    /** The types of the events of an instance, in their order. */
    static List<String> events(String id) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select type from event where resource_id = ? order by resource_sequence")
                        .bind(0, id)
                        .mapTo(String.class)
                        .list());
    }
}
