package org.billwright.billsource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.junit.jupiter.api.Test;

/** Of the documents of the store only the members that the channel shows are read: the outcome is the same. */
class SourceDocumentsTest {
    private static final String BILL = """
            {"note":[{"text":"\\"amountDue\\""},[1,{"id":"x"}]],"id":"B","billNo":"N","state":"sent","href":{"id":"no"},\
            "billDate":"2026-01-31T00:00:00Z","paymentDueDate":"2026-02-28T00:00:00.5+02:00",\
            "billingAccount":{"id":"A","name":"n"},"amountDue":{"unit":"EUR","value":5.10},\
            "billingPeriod":{"startDateTime":"2026-01-01T00:00:00Z","endDateTime":"2026-01-31T00:00:00Z"},\
            "remainingAmount":{"unit":"EUR","value":0E-8},"@type":"CustomerBill"}""";
    private static final String RATE = """
            {"id":"R","bill":{"id":"B"},"billingAccount":{"id":"A"},"date":"2026-01-31T00:00:00Z","description":"é \\ud83d\\ude00",\
            "product":{"id":"P","taxExcludedAmount":1},"appliedBillingRateType":"recurring","isBilled":true,\
            "characteristic":[{"name":"type","value":"T"},{"name":"Reference","value":"x  "},\
            {"name":"BalanceIndicator","value":"I"}],"taxExcludedAmount":{"unit":"EUR","value":12.3456789}}""";

    private static <T extends Record> void assertSame(
            String document, Set<String> members, Function<ObjectNode, T> read) throws ReflectiveOperationException {
        var whole = read.apply(Json.stored(document));
        assertThat(read.apply(Json.stored(document.getBytes(StandardCharsets.UTF_8), members)))
                .isEqualTo(whole);
        for (var component : whole.getClass().getRecordComponents()) {
            assertThat(value(component, whole))
                    .as("the example has %s", component)
                    .isNotEqualTo(Optional.empty());
        }
    }

    private static Object value(RecordComponent component, Record of) throws ReflectiveOperationException {
        return component.getAccessor().invoke(of);
    }

    @Test
    void a_bill_and_a_rate_are_read_as_if_the_whole_document_were() throws Exception {
        assertSame(BILL, SourceBill.MEMBERS, SourceBill::of);
        assertSame(RATE, SourceRate.MEMBERS, document -> SourceRate.of(document, "appliedBillingRateType"));
    }

    @Test
    void members_that_are_absent_are_absent() {
        var bytes = "{\"a\":{\"id\":1},\"id\":\"B\"}".getBytes(StandardCharsets.UTF_8);
        for (var members : List.of(Set.of("id"), Set.of("id", "b"))) {
            assertThat(Json.stored(bytes, members)).isEqualTo(Json.object().put("id", "B"));
        }
        assertThat(Stream.of("{}", "{\"b\":[]}"))
                .allSatisfy(text -> assertThat(Json.stored(text.getBytes(StandardCharsets.UTF_8), Set.of("id")))
                        .isEmpty());
    }
}
