package org.billwright.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.billwright.json.Json;

/** Bills and rates in a version's shape, each attribute there or not, with extensions and types that nobody knows. */
public final class RandomDocuments {
    /** The shape that documents are made in. */
    public enum Form {
        /** As a v4 client has it, without types. */
        V4_PLAIN("v4"),
        /** As a v4 client has it that gives types of its own here and there. */
        V4_TYPED("v4"),
        /** As a v5 client has it: a type on every object. */
        V5("v5");

        private final String version;

        Form(String version) {
            this.version = version;
        }

        /** The version that documents are in. */
        public String version() {
            return version;
        }
    }

    private static final List<String> TEXTS = List.of(
            "a", "Straße", "日本", "😀", "quote\"back\\slash", "", " blanks ", "{\"no\":\"json\"}", "x/y?z=1&w", "\n\t");
    private static final List<String> LINKS = List.of(
            "https://crm.example.com/party/1?a=b#c", "http://[::1]:8080/é", "urn:party:1", "party/1", "/party/1", "");

    private static final List<String> TIMES =
            List.of("2026-01-31T00:00:00Z", "2026-02-28T23:59:59.999Z", "2025-12-31T20:00:00-04:00");
    private static final List<String> NUMBERS = List.of(
            "0",
            "0.00",
            "10.50",
            "0.10",
            "-3.25",
            "131072.01",
            "99.00",
            "1000000",
            "0.00000001",
            "-7.12345678",
            "999999999999999",
            "-999999999999999.99");

    /** Amounts of a currency with two decimals, up to 15 digits before them, of which a few can be added. */
    private static final List<String> AMOUNTS = List.of(
            "0",
            "0.00",
            "10.50",
            "0.1",
            "-3.25",
            "131072.01",
            "99.00",
            "1000000",
            "-0.01",
            "100000000000000.01",
            "-100000000000000");

    private final Random random;
    private final Form form;

    public RandomDocuments(Random random, Form form) {
        this.random = random;
        this.form = form;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean sometimes() {
        return random.nextBoolean();
    }

    private void maybe(Runnable change) {
        if (sometimes()) {
            change.run();
        }
    }

    private void text(ObjectNode object, String name) {
        maybe(() -> object.put(name, any(TEXTS)));
    }

    private void time(ObjectNode object, String name) {
        maybe(() -> object.put(name, any(TIMES)));
    }

    private ObjectNode number(ObjectNode object, String name) {
        return object.put(name, new BigDecimal(any(NUMBERS)));
    }

    /** An object's type: its own, one that nobody knows, or none where the version lets that be. */
    private ObjectNode typed(ObjectNode object, String type) {
        boolean says = form == Form.V5 || (form == Form.V4_TYPED && sometimes());
        if (says) {
            boolean unknown = random.nextInt(4) == 0;
            object.put("@type", unknown ? "Our" + type : type);
            if (unknown) {
                object.put("@baseType", type).put("@schemaLocation", "https://example.com/" + type);
            }
        }
        extend(object);
        return object;
    }

    private void extend(ObjectNode object) {
        if (random.nextInt(4) == 0) {
            object.put("ours", any(TEXTS));
            object.putObject("ourObject")
                    .put("deep", 1)
                    .putNull("nothing")
                    .putArray("list")
                    .add(true)
                    .add(any(TEXTS))
                    .addNull()
                    .add(new BigDecimal(any(NUMBERS)))
                    .addObject();
        }
    }

    private void money(ObjectNode object, String name) {
        maybe(() -> object.putObject(name).put("unit", "USD").put("value", new BigDecimal(any(AMOUNTS))));
    }

    private void period(ObjectNode object, String name) {
        maybe(() -> {
            var period = object.putObject(name);
            time(period, "startDateTime");
            time(period, "endDateTime");
        });
    }

    private ObjectNode reference(ObjectNode object, String name, String type) {
        var reference = object.putObject(name).put("id", "ref-" + random.nextInt(100));
        text(reference, "name");
        text(reference, "@referredType");
        return typed(reference, type);
    }

    private void elements(ObjectNode object, String name, Consumer<ObjectNode> fill) {
        maybe(() -> {
            var array = object.putArray(name);
            for (int i = random.nextInt(3); i > 0; i--) {
                fill.accept(array.addObject());
            }
        });
    }

    public ObjectNode bill(String id) {
        var bill = typed(Json.object().put("id", id), "CustomerBill");
        if (!bill.has("@type")) {
            bill.put("@baseType", "CustomerBill"); // tells the import what it is
        }
        bill.put("state", any(List.of("new", "validated", "sent", "settled"))).put("billDate", any(TIMES));
        text(bill, "category");
        time(bill, "lastUpdate");
        time(bill, "nextBillDate");
        time(bill, "paymentDueDate");
        maybe(() -> bill.put("runType", any(List.of("onCycle", "offCycle"))));
        money(bill, "taxExcludedAmount");
        period(bill, "billingPeriod");
        reference(bill, "billingAccount", "BillingAccountRef");
        maybe(() -> reference(bill, "financialAccount", "FinancialAccountRef"));
        maybe(() -> reference(bill, "paymentMethod", "PaymentMethodRef"));
        elements(bill, "taxItem", item -> {
            text(item, "taxCategory");
            number(item, "taxRate");
            money(item, "taxAmount");
            typed(item, "TaxItem");
        });
        elements(bill, "appliedPayment", payment -> {
            money(payment, "appliedAmount");
            reference(payment, "payment", "PaymentRef");
        });
        elements(bill, "relatedParty", this::party);
        documents(bill);
        if (form == Form.V5) {
            maybe(() -> reference(bill, "billCycle", "BillCycleRef"));
        }
        return bill;
    }

    /** Every bill has one, or the server adds it. */
    private void documents(ObjectNode bill) {
        var document =
                bill.putArray("billDocument").addObject().put("id", "d-1").put("url", "https://example.com/d.pdf");
        text(document, "description");
        if (sometimes()) {
            document.put("@referredType", "Attachment");
            typed(document, "AttachmentRef");
        } else {
            text(document, "name");
            document.put("attachmentType", "bill").put("mimeType", "application/pdf");
            maybe(() -> number(document.putObject("size").put("units", "kB"), "amount"));
            period(document, "validFor");
            typed(document, "Attachment");
        }
        if (document.path("@type").asText().startsWith("Our")) {
            document.put("@type", document.path("@baseType").textValue()); // the standard allows these two alone
        }
    }

    private void party(ObjectNode party) {
        party.put("role", any(TEXTS));
        if (form != Form.V5) {
            party.put("id", "party-" + random.nextInt(9));
            text(party, "name");
            maybe(() -> party.put("href", any(LINKS)));
            party.put("@referredType", "Individual");
            typed(party, "RelatedParty");
            return;
        }
        typed(party, "RelatedPartyRefOrPartyRoleRef");
        var inner = party.putObject("partyOrPartyRole").put("id", "party-" + random.nextInt(9));
        text(inner, "name");
        if (sometimes()) {
            inner.put("partyId", "p-1").put("@type", "PartyRoleRef");
        } else {
            inner.put("@type", "PartyRef");
        }
        extend(inner);
    }

    public ObjectNode rate(String id, String billId) {
        var rate = typed(Json.object().put("id", id), "AppliedCustomerBillingRate");
        if (!rate.has("@type")) {
            rate.put("@baseType", "AppliedCustomerBillingRate");
        }
        boolean billed = sometimes();
        rate.put("isBilled", billed);
        if (billed) {
            typed(rate.putObject("bill").put("id", billId), "CustomerBillRef");
        }
        time(rate, "date");
        text(rate, "name");
        text(rate, "description");
        text(rate, form == Form.V5 ? "appliedBillingRateType" : "type");
        reference(rate, "billingAccount", "BillingAccountRef");
        maybe(() -> reference(rate, "product", "ProductRef"));
        money(rate, "taxExcludedAmount");
        if (!billed && !rate.has("taxExcludedAmount")) {
            rate.putObject("taxExcludedAmount").put("unit", "USD").put("value", new BigDecimal("1.00"));
        }
        period(rate, "periodCoverage");
        elements(rate, "appliedTax", tax -> {
            text(tax, "taxCategory");
            number(tax, "taxRate");
            money(tax, "taxAmount");
            typed(tax, "AppliedBillingTaxRate");
        });
        elements(rate, "characteristic", this::characteristic);
        return rate;
    }

    private void characteristic(ObjectNode characteristic) {
        JsonNode[] values = {
            Json.object().textNode("RECP "),
            Json.object().numberNode(7),
            Json.object().numberNode(new BigDecimal("1.50")),
            Json.object().booleanNode(true),
            Json.object().put("x", 1),
            Json.array().add("x"),
            Json.array().add(1).add(2),
            Json.array()
        };
        String[] kinds = {
            "String", "Integer", "Number", "Boolean", "Object", "StringArray", "IntegerArray", "ObjectArray"
        };
        int kind = random.nextInt(values.length);
        characteristic.put("name", "c-" + kind).set("value", values[kind]);
        maybe(() -> characteristic.put("valueType", "any"));
        typed(characteristic, kinds[kind] + "Characteristic");
    }
}
