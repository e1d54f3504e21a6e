package org.billwright.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The channel API's document is written by hand, so it is compared with the API. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ChannelApiDocumentTest {
    private final JsonNode document = Api.JSON.valueToTree(new Yaml()
            .<Map<String, Object>>load(
                    Api.get(Api.server() + "/dxp-ux/v1/openapi.yaml").text()));

    @Test
    void the_document_has_every_operation() {
        var documented = new TreeMap<String, String>();
        document.path("paths")
                .properties()
                .forEach(path -> documented.put(
                        path.getKey(),
                        path.getValue().path("get").path("operationId").textValue()));
        var served = new TreeMap<String, String>();
        for (var operation : ChannelOperation.values()) {
            served.put("/{businessId}/" + operation.path().replace(":id", "{id}"), operation.code());
        }
        assertThat(documented).isEqualTo(served);
        assertThat(document.at("/servers/0/url").textValue()).isEqualTo("/dxp-ux/v1");
    }

    @Test
    void responses_have_the_documented_attributes_in_order() {
        var line = ChannelClient.get(ChannelClient.lines("PR", ChannelClient.ACCOUNT, ChannelClient.BILL))
                .json()
                .get(0);
        var bill = ChannelClient.get(
                        "PR/customerBill/" + ChannelClient.BILL + "?billingAccount.id=" + ChannelClient.ACCOUNT)
                .json();
        assertThat(names(line)).isEqualTo(properties("AppliedCustomerBillingRate"));
        assertThat(names(bill)).isEqualTo(properties("CustomerBill"));
        assertThat(names(line.path("taxExcludedAmount"))).isEqualTo(properties("Money"));
    }

    private List<String> properties(String schema) {
        return names(document.at("/components/schemas/" + schema + "/properties"));
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
