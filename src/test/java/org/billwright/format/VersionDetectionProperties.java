package org.billwright.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billwright.api.RandomDocuments;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.json.FieldSelection;
import org.billwright.json.Json;
import org.billwright.json.TmfVersion;
import org.billwright.json.projection.Projection;
import org.billwright.problem.ProblemException;
import org.billwright.property.Generators;
import org.billwright.tax.TaxRateUnit;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** A line whose version is not said is stored as if it had been. */
class VersionDetectionProperties {
    private static final Optional<TmfVersion> NOT_SAID = Optional.empty();

    private static DocumentValidator.ValidatedDocument item(
            Optional<TmfVersion> version, DocumentType kind, ObjectNode document) {
        return new DocumentValidator(version, CheckMode.OFF, Optional.of(TaxRateUnit.PERCENT))
                .of(kind, document.deepCopy(), warning -> {});
    }

    private static String stored(Optional<TmfVersion> version, DocumentType kind, ObjectNode document) {
        return switch (item(version, kind, document)) {
            case DocumentValidator.ValidatedDocument.ABill(var bill) -> bill.doc();
            case DocumentValidator.ValidatedDocument.ARate(var rate, var isOnProduced) -> rate.doc();
            case DocumentValidator.ValidatedDocument.AnAccount(var account, var fingerprint) -> account.toString();
            case DocumentValidator.ValidatedDocument other -> throw new AssertionError(other);
        };
    }

    private static ObjectNode shown(TmfVersion version, DocumentType kind, String stored) {
        var projection = new Projection(DocumentSchemas.of(kind, version).shape());
        var document = Buffer.buffer(stored.getBytes(StandardCharsets.UTF_8));
        return Json.read(
                projection.one(document, FieldSelection.ALL, "http://here/").getBytes());
    }

    private static ObjectNode made(RandomDocuments.Form form, DocumentType kind, long seed) {
        var random = new Random(seed);
        var documents = new RandomDocuments(random, form);
        var made = kind == DocumentType.BILL ? documents.bill("B") : documents.rate("R", "B");
        // Extensions of v5 under names that v4 has for something else.
        if (form == RandomDocuments.Form.V5 && random.nextBoolean()) {
            made.path("relatedParty")
                    .forEach(party -> ((ObjectNode) party).put("name", "ours").put("href", "ours"));
            if (made.has("appliedBillingRateType")) {
                made.put("type", "ours");
            }
        }
        return Json.read(Json.write(made).getBytes(StandardCharsets.UTF_8));
    }

    private static Gen<RandomDocuments.Form> forms() {
        return Generators.oneOf(List.of(RandomDocuments.Form.values()));
    }

    private static Gen<DocumentType> kinds() {
        return Generators.oneOf(List.of(DocumentType.BILL, DocumentType.RATE));
    }

    @Test
    void what_a_client_of_a_version_sends_is_stored_as_if_it_said_so() {
        Generators.examples(3_000)
                .forAll(forms(), kinds(), Generators.seeds())
                .checkAssert(VersionDetectionProperties::assertSentIsDetected);
    }

    private static void assertSentIsDetected(RandomDocuments.Form form, DocumentType kind, long seed) {
        var made = made(form, kind, seed);
        assertThat(stored(NOT_SAID, kind, made)).isEqualTo(stored(TmfVersion.of(form.version()), kind, made));
    }

    @Test
    void what_a_version_shows_is_stored_as_if_it_said_so() {
        Generators.examples(3_000)
                .forAll(forms(), kinds(), Generators.oneOf(List.of(TmfVersion.values())), Generators.seeds())
                .checkAssert(VersionDetectionProperties::assertShownIsDetected);
    }

    private static void assertShownIsDetected(
            RandomDocuments.Form form, DocumentType kind, TmfVersion version, long seed) {
        var stored = stored(TmfVersion.of(form.version()), kind, made(form, kind, seed));
        var shown = shown(version, kind, stored);
        assertThat(stored(NOT_SAID, kind, shown)).isEqualTo(stored(Optional.of(version), kind, shown));
    }

    private static ObjectNode bill(String members) {
        return Json.read(
                ("{\"id\":\"B\",\"state\":\"sent\",\"billDate\":\"2026-01-31T00:00:00Z\",\"billingAccount\":{\"id\":\"A\"},"
                                + members + "}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_attribute_of_v5_is_checked_where_no_version_is_said() {
        assertThat(stored(NOT_SAID, DocumentType.BILL, bill("\"billCycle\":null")))
                .doesNotContain("billCycle");
        assertThatThrownBy(() -> stored(NOT_SAID, DocumentType.BILL, bill("\"billCycle\":\"monthly\"")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("billCycle");
    }

    @Test
    void flat_and_wrapped_parties_may_stand_side_by_side() {
        var both = bill(
                "\"relatedParty\":[{\"id\":\"flat\"},{\"partyOrPartyRole\":{\"id\":\"wrapped\"}}],\"billCycle\":{\"id\":\"C\"}");
        assertThat(item(NOT_SAID, DocumentType.BILL, both))
                .isInstanceOfSatisfying(
                        DocumentValidator.ValidatedDocument.ABill.class,
                        item -> assertThat(item.bill().partyIds()).containsExactly("flat", "wrapped"));
    }

    @Test
    void an_account_of_either_version_keeps_its_parties() {
        for (var party : new String[] {
            "{\"id\":\"P\"}", "{\"name\":\"ours\",\"partyOrPartyRole\":{\"id\":\"P\",\"name\":\"Pat\"}}"
        }) {
            var account = Json.read(("{\"id\":\"A\",\"currency\":\"USD\",\"relatedParty\":[" + party + "]}")
                    .getBytes(StandardCharsets.UTF_8));
            var stored = stored(NOT_SAID, DocumentType.ACCOUNT, account);
            assertThat(stored).contains("\"partyOrPartyRole\":{\"id\":\"P\"");
            assertThat(stored.contains("ours")).isEqualTo(stored.contains("Pat"));
        }
    }
}
