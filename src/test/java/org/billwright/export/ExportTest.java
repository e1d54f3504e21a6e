package org.billwright.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.compression.Compression;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.format.HeldFromState;
import org.billwright.generate.Generator;
import org.billwright.json.TmfVersion;
import org.billwright.problem.ProblemException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported is what is stored, what lists show, and what an import takes back. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class ExportTest {
    /** Without an order of their own, lines come as PostgreSQL has the rows. */
    private static List<String> sorted(byte[] lines) {
        return new String(lines, UTF_8).lines().sorted().toList();
    }

    private static List<JsonNode> documents(byte[] lines) {
        return new String(lines, UTF_8).lines().map(ExportTest::document).toList();
    }

    private static JsonNode document(String line) {
        try {
            return Api.JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void an_export_of_the_demo_imported_into_an_empty_store_gives_the_same_rows() {
        try (var source = Store.freshDemo("export_source");
                var copy = Store.fresh("export_copy")) {
            // of generated bills none is held from where its amounts would not tell
            Store.asOwner("export_source").useHandle(handle -> handle.execute("""
                    update customer_bill set held_from = (array['new', 'validated', 'sent'])[1 + length(id || bill_no) % 3]
                    where state = 'onHold'"""));

            var lines = Exports.exported(source, ExportRequest.everything(Generator.KINDS));
            Exports.imported(copy, lines);

            assertThat(Exports.rows("export_source").get("customer_bill")).hasSize(2883);
            assertThat(Exports.rows("export_copy")).isEqualTo(Exports.rows("export_source"));
            assertThat(sorted(Exports.exported(copy, ExportRequest.everything(Generator.KINDS))))
                    .isEqualTo(sorted(lines));
        }
    }

    @Test
    void nothing_is_lost_in_a_versions_shape_but_what_it_does_not_show() {
        try (var source = Store.fresh("export_versions")) {
            Exports.generated(source, new Generator(7, Store.TODAY, 9, 3));
            for (var version : TmfVersion.values()) {
                var name = "export_" + version.code();
                try (var copy = Store.fresh(name)) {
                    var asked = new ExportRequest(Generator.KINDS, Optional.of(version), "", Optional.empty(), "");
                    var lines = Exports.exported(source, asked);
                    Exports.imported(copy, lines);
                    assertThat(documents(Exports.exported(copy, asked)))
                            .isNotEmpty()
                            .containsExactlyInAnyOrderElementsOf(documents(lines));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', quoteCharacter = '"', textBlock = """
            bill customerBill v4 ""
            bill customerBill v5 state=sent
            bill customerBill v4 state=onHold
            bill customerBill v4 amountDue.value.gt=50&billDate.lt=2026-01-01
            bill customerBill v4 relatedParty.id=P-00003
            bill customerBill v5 relatedParty.partyOrPartyRole.id=P-00003
            bill customerBill v5 billCycle.id=MONTHLY-08-2026-05-08
            bill customerBill v4 filter=%24%5B%3F(%40.taxItem%5B%3F(%40.taxCategory%3D%3D%27VAT%27)%5D)%5D&state=sent,validated
            bill customerBill v4 billNo=PR-0000001;billNo=JP-0000013
            bill customerBill v4 billNo=none
            bill customerBill v4 billDate.lte=9999-12-31&amountDue.value.lt=1000000000000000000000
            bill customerBill v4 billDate=2026-05-08&remainingAmount.value.gte=0.00
            rate appliedCustomerBillingRate v4 type=appliedBillingCredit
            rate appliedCustomerBillingRate v5 isBilled=false&appliedBillingRateType=usageCharge
            rate appliedCustomerBillingRate v4 bill.id=CB-PR-0000001
            cycle billCycle v5 BillCycleSpecification.id=MONTHLY-08
            """)
    void a_filter_finds_what_the_list_over_http_finds(String type, String resource, String version, String filter) {
        var kind = Map.of("bill", DocumentType.BILL, "rate", DocumentType.RATE, "cycle", DocumentType.CYCLE)
                .get(type);
        var root = Api.server() + "/tmf-api/customerBillManagement/" + version + "/";
        var request = new ExportRequest(
                List.of(kind),
                Optional.of(version.equals("v4") ? TmfVersion.V4 : TmfVersion.V5),
                filter,
                Optional.empty(),
                root);

        var listed = new ArrayList<JsonNode>();
        var page = Optional.of(root + resource + "?limit=700&" + filter);
        while (page.isPresent()) {
            var answer = Api.get(page.get());
            assertThat(answer.status()).isBetween(200, 206);
            answer.json().forEach(listed::add);
            page = next(answer);
        }

        var exported = documents(Exports.exported(Store.database(), request)).stream()
                .map(ExportTest::withoutOurs)
                .toList();
        assertThat(exported).containsExactlyInAnyOrderElementsOf(listed);
    }

    private static Optional<String> next(Api.Response answer) {
        var link = Pattern.compile("<([^>]*)>; rel=\"next\"").matcher(answer.header("Link"));
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    /** The attributes that an export adds. */
    private static JsonNode withoutOurs(JsonNode document) {
        ((ObjectNode) document)
                .remove(List.of(
                        HeldFromState.NAME,
                        ExportMarks.PRODUCED,
                        ExportMarks.DOCUMENT_TYPE,
                        ExportMarks.TAX_RATE_UNIT));
        return document;
    }

    @Test
    void fields_are_selected() {
        var request = new ExportRequest(
                List.of(DocumentType.BILL),
                Optional.of(TmfVersion.V4),
                "id=CB-PR-0000001",
                Optional.of("billNo,amountDue.unit"),
                "");
        assertThat(new String(Exports.exported(Store.database(), request), UTF_8))
                .isEqualTo(
                        "{\"id\":\"CB-PR-0000001\",\"href\":\"customerBill/CB-PR-0000001\",\"billNo\":\"PR-0000001\","
                                + "\"amountDue\":{\"unit\":\"USD\"}}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"stat=sent", "state.gt", "amountDue.value=x", "sort=id", "limit=1", "fields=id", "cursor=x"})
    void what_is_no_filter_is_refused(String filter) {
        var request = new ExportRequest(List.of(DocumentType.BILL), Optional.empty(), filter, Optional.empty(), "");
        assertThatThrownBy(() -> Exports.exported(Store.database(), request)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_filter_is_of_one_type() {
        var request = new ExportRequest(Generator.KINDS, Optional.empty(), "id=x", Optional.empty(), "");
        assertThatThrownBy(() -> Exports.exported(Store.database(), request))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("one type");
    }

    @Test
    void another_tenants_documents_are_not_exported() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var destination = ExportDestination.open("-", Generator.KINDS, Compression.NONE, out)) {
            var request = ExportRequest.everything(Generator.KINDS);
            assertThat(new Export(Store.database(), "somebody else", request)
                            .write(destination)
                            .values())
                    .containsOnly(0L);
        }
        assertThat(out.size()).isZero();
    }

    /** Bills fill the first buffer that is written; what is changed then must not be seen in the rates, which come later. */
    @Test
    void all_kinds_are_read_as_they_are_at_one_moment() throws IOException {
        try (var store = Store.fresh("export_moment")) {
            Exports.generated(store, new Generator(3, Store.TODAY, 20, 3));
            var before = Exports.exported(store, ExportRequest.everything(Generator.KINDS));
            var changing = new ByteArrayOutputStream() {
                @Override
                public synchronized void write(byte[] bytes, int offset, int length) {
                    if (size() == 0) {
                        assertThat(new String(bytes, offset, length, UTF_8)).doesNotContain("\"R-0000001-01\"");
                        // on a thread of its own, for a thread has one transaction at a time
                        CompletableFuture.runAsync(() -> Exports.generated(store, new Generator(3, Store.TODAY, 22, 3)))
                                .join();
                    }
                    super.write(bytes, offset, length);
                }
            };
            try (var destination = ExportDestination.open("-", Generator.KINDS, Compression.NONE, changing)) {
                new Export(store, Store.TENANT, ExportRequest.everything(Generator.KINDS)).write(destination);
                destination.finish();
            }
            assertThat(changing.toByteArray()).isEqualTo(before);
            assertThat(Exports.exported(store, ExportRequest.everything(Generator.KINDS)).length)
                    .isGreaterThan(before.length);
        }
    }

    @Test
    void a_line_is_a_line_however_the_document_is_stored() {
        try (var store = Store.fresh("export_lines")) {
            Store.asOwner("export_lines")
                    .useHandle(handle ->
                            handle.execute("""
                    insert into billing_account (tenant, id, currency, time_zone, doc)
                    values (?, 'A', 'USD', 'UTC', ?::json)""", Store.TENANT, "{\n  \"id\": \"A\",\r\n  \"name\": \"a\\nb\" }"));
            var lines =
                    new String(Exports.exported(store, ExportRequest.everything(List.of(DocumentType.ACCOUNT))), UTF_8);
            assertThat(lines.lines()).hasSize(1);
            assertThat(document(lines).path("name").asText()).isEqualTo("a\nb");
            assertThat(document(lines).path("@type").asText()).isEqualTo("BillingAccount");
        }
    }
}
