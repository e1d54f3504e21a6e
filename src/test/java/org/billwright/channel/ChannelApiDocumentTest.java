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

/** The face's API document is written by hand, so it is held against what the face does. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ChannelApiDocumentTest {
    private final JsonNode document = Api.JSON.valueToTree(new Yaml()
            .<Map<String, Object>>load(
                    Api.get(Api.server() + "/dxp-ux/v1/openapi.yaml").text()));

    @Test
    void it_has_every_operation() {
        var told = new TreeMap<String, String>();
        document.path("paths")
                .properties()
                .forEach(path -> told.put(
                        path.getKey(),
                        path.getValue().path("get").path("operationId").textValue()));
        var served = new TreeMap<String, String>();
        for (var operation : ChannelOperation.values()) {
            served.put("/{businessId}/" + operation.path().replace(":id", "{id}"), operation.word());
        }
        assertThat(told).isEqualTo(served);
        assertThat(document.at("/servers/0/url").textValue()).isEqualTo("/dxp-ux/v1");
    }

    @Test
    void answers_have_the_attributes_it_tells_in_its_order() {
        var line = Ask.ask(Ask.lines("PR", Ask.ACCOUNT, Ask.BILL)).json().get(0);
        var bill = Ask.ask("PR/customerBill/" + Ask.BILL + "?billingAccount.id=" + Ask.ACCOUNT)
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
