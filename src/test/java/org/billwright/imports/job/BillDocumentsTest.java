package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.csv.CsvMapping;
import org.billwright.document.PdfDocument;
import org.billwright.format.FileFormat;
import org.billwright.format.PdfRecord;
import org.billwright.imports.apply.ConstraintViolation;
import org.billwright.imports.check.InputRecord;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of PDFs, on a store of their own. */
class BillDocumentsTest {
    private static final String NAME = "bill_documents";
    private static final Database DATABASE = Store.fresh(NAME);

    @TempDir
    Path folder;

    private Imports imports = new Imports(DATABASE, Path.of("."));

    @BeforeEach
    void begin() {
        imports = new Imports(DATABASE, folder);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static String text(String sql) {
        return Store.asOwner(NAME)
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static JsonNode listed(String bill) throws IOException {
        return Api.JSON.readTree(text("select doc ->> 'billDocument' from customer_bill where id = '" + bill + "'"));
    }

    private static String bill(String id, String category) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"category":"%s"}""".formatted(id, category);
    }

    private static byte[] pdf(String rest) {
        return ("%PDF-1.7\n\u00ff" + rest).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String line(String id, String bill, byte[] content) {
        return """
                {"@type":"BillDocument","id":"%s","bill":{"id":"%s"},"name":"Original","mimeType":"application/pdf","content":"%s"}""".formatted(id, bill, Base64.getEncoder().encodeToString(content));
    }

    @Test
    void a_file_is_the_document_of_the_bill_that_it_is_named_after() throws IOException {
        var in = Files.createDirectory(folder.resolve("in"));
        Files.write(in.resolve("a 1.pdf"), pdf("one"));
        Files.write(in.resolve("b-2.PDF"), pdf("two"));
        Files.write(in.resolve("z.ndjson"), Imports.text(bill("a 1", "normal"), bill("b-2", "normal")));
        assertThat(imports.load(in).counts()).isEqualTo(new ImportCounts(4, 0, 0, 0));

        assertThat(listed("a 1")).singleElement().isEqualTo(Api.JSON.readTree("""
                {"id":"a 1","name":"a 1.pdf","attachmentType":"bill","mimeType":"application/pdf",\
                "url":"customerBill/a%201/billDocument/a%201","size":{"amount":13,"units":"bytes"}}"""));
        assertThat(text("select encode(bytes, 'hex') from bill_document_content where bill_id = 'b-2'"))
                .isEqualTo(java.util.HexFormat.of().formatHex(pdf("two")));
        assertThat(imports.load(in).counts()).isEqualTo(new ImportCounts(0, 4, 0, 0));

        Files.write(in.resolve("a 1.pdf"), pdf("three"));
        assertThat(imports.load(in).counts()).isEqualTo(new ImportCounts(1, 3, 0, 0));
        assertThat(listed("a 1").get(0).path("size").path("amount").intValue()).isEqualTo(15);
        assertThat(text("select string_agg(revision::text, ',' order by bill_id) from bill_document_content"
                        + " where bill_id in ('a 1', 'b-2')"))
                .isEqualTo("2,1");
    }

    @Test
    void a_bill_that_is_loaded_otherwise_keeps_its_stored_documents() throws IOException {
        imports.load(imports.file("bill", bill("kept", "normal"), line("original", "kept", pdf(""))));
        var before = listed("kept");
        assertThat(before).extracting(d -> d.path("id").asText()).containsExactly("kept", "original");

        var other = imports.file("other", bill("kept", "last"));
        assertThat(imports.load(other).counts().loaded()).isEqualTo(1);
        assertThat(text("select category from customer_bill where id = 'kept'")).isEqualTo("last");
        assertThat(listed("kept")).isEqualTo(before);
        assertThat(imports.load(other).counts()).isEqualTo(new ImportCounts(0, 1, 0, 0));
    }

    @Test
    void what_is_no_pdf_or_too_large_or_on_no_bill_is_rejected_and_the_rest_is_loaded() throws IOException {
        var large = Arrays.copyOf(pdf(""), PdfDocument.MAX_BYTES + 1);
        var rejects = folder.resolve("rejects");
        var report = imports.load(
                Imports.atMost(100, rejects),
                imports.file("bills", bill("strict", "normal"), bill("large", "normal")),
                imports.file("empty.pdf", new byte[0]),
                imports.file("large.pdf", large),
                imports.file("nobody.pdf", Arrays.copyOf(pdf(""), 200_000)),
                imports.file(
                        "lines",
                        line("d1", "strict", "<html>".getBytes(StandardCharsets.US_ASCII)),
                        line("d2", "strict", pdf("")).replace("\"content\":\"", "\"content\":\"*"),
                        line("d3", "strict", pdf("")).replace("application/pdf", "text/html"),
                        line("d4", "strict", large),
                        line("d5", "absent", pdf("")),
                        line("d6", "strict", pdf(""))),
                imports.file("large-as-can-be.pdf", Arrays.copyOf(large, PdfDocument.MAX_BYTES)));
        assertThat(report.counts()).isEqualTo(new ImportCounts(3, 0, 9, 0));
        assertThat(imports.rejected)
                .satisfiesExactlyInAnyOrder(
                        r -> assertThat(r).contains("lines:1", "%PDF-"),
                        r -> assertThat(r).contains("lines:2", "must be Base64"),
                        r -> assertThat(r).contains("lines:3", "must be application/pdf"),
                        r -> assertThat(r).contains("lines:4", "at most 10000000 bytes"),
                        r -> assertThat(r).contains("lines:5", ConstraintViolation.NO_BILL),
                        r -> assertThat(r).contains("empty.pdf:1", "%PDF-"),
                        r -> assertThat(r).contains("large.pdf:1", "limited to 10000000"),
                        r -> assertThat(r).contains("large-as-can-be.pdf:1", ConstraintViolation.NO_BILL),
                        r -> assertThat(r).contains("nobody.pdf:1", ConstraintViolation.NO_BILL));
        assertThat(listed("strict")).extracting(d -> d.path("id").asText()).containsExactly("strict", "d6");
        assertThat(Files.readAllLines(rejects))
                .filteredOn(r -> r.contains(".pdf"))
                .allMatch(r -> r.length() < 100_000);
    }

    @Test
    void what_is_paid_or_moved_keeps_it_too() throws IOException {
        var bill = bill("paid", "normal")
                .replace("\"category\"", "\"amountDue\":{\"unit\":\"USD\",\"value\":5.00},\"category\"");
        imports.load(imports.file("paid", bill, line("original", "paid", pdf("")), """
                {"@type":"AppliedPayment","bill":{"id":"paid"},"appliedAmount":{"unit":"USD","value":5.00},"payment":{"id":"p"}}"""));
        assertThat(text("select state from customer_bill where id = 'paid'")).isEqualTo("settled");
        assertThat(listed("paid")).hasSize(2);
    }

    @Test
    void documents_may_come_before_their_bills_as_lines_and_as_files() throws IOException {
        var in = Files.createDirectory(folder.resolve("early"));
        var large = Arrays.copyOf(pdf("large"), 6_000_000);
        Files.write(
                in.resolve("1.ndjson"),
                Imports.text(
                        bill("early-0", "normal"),
                        line("d", "early-1", large),
                        line("d", "early-2", large),
                        line("d", "early-3", large),
                        line("d", "early-0", pdf("at once"))));
        Files.write(in.resolve("2.ndjson"), Imports.text(bill("early-1", "normal"), line("d", "never", pdf("lost"))));
        Files.write(in.resolve("3.ndjson"), Imports.text(bill("early-2", "normal"), bill("early-3", "normal")));
        var rejects = folder.resolve("early.rejects");

        var report = imports.load(Imports.atMost(100, rejects), in);

        assertThat(report.counts()).isEqualTo(new ImportCounts(8, 0, 1, 0));
        assertThat(imports.rejected).containsExactly("2.ndjson:2: " + ConstraintViolation.NO_BILL);
        var entry = Api.JSON.readTree(Files.readString(rejects));
        assertThat(entry.path("reason").asText()).isEqualTo(ConstraintViolation.NO_BILL);
        assertThat(entry.path("text").asText()).isEqualTo(line("d", "never", pdf("lost")));
        assertThat(text("select string_agg(bill_id || ' ' || length(bytes), ',' order by bill_id)"
                        + " from bill_document_content where bill_id like 'early-%'"))
                .isEqualTo("early-0 17,early-1 6000000,early-2 6000000,early-3 6000000");
        assertThat(text("select count(*) from import_deferred_line")).isEqualTo("0");
        assertThat(listed("early-2")).extracting(d -> d.path("id").asText()).containsExactly("early-2", "d");
        assertThat(imports.load(in).counts()).isEqualTo(new ImportCounts(0, 8, 1, 0));
    }

    @Test
    void documents_deferred_before_an_interruption_are_loaded_when_it_resumes() throws IOException {
        var mapping = CsvMapping.read("""
                {"kind": "BillDocument", "attributes": {"id": "ID", "bill.id": "BILL", "content": "PDF"}}""".getBytes(StandardCharsets.UTF_8));
        var csv = imports.file(
                "documents.csv",
                "PDF,ID,BILL",
                Base64.getEncoder().encodeToString(pdf("csv")) + ",d,off-1",
                Base64.getEncoder().encodeToString(pdf("nobody's")) + ",d,off-2");
        var file = imports.file("off-1.pdf", Arrays.copyOf(pdf("file"), 9_000_000));
        var bills = imports.file("off.ndjson", "bad", bill("off-1", "normal"));
        var sources = List.of(
                ImportSource.of(csv, mapping.fileFormat()),
                ImportSource.of(file, PdfRecord.format(file)),
                ImportSource.of(bills, FileFormat.NDJSON));
        var stopped = imports.run(Imports.atMost(0, folder.resolve("off")), sources);
        assertThat(stopped.end()).isEqualTo(ImportReport.End.STOPPED);
        assertThat(text("select count(*) || ' ' || sum(length(line)) from import_deferred_line"))
                .startsWith("3 ");

        var again = List.of(
                ImportSource.of(csv, mapping.fileFormat()),
                ImportSource.of(file, PdfRecord.format(file)),
                ImportSource.of(bills, FileFormat.NDJSON));
        var report = imports.run(Imports.atMost(9, folder.resolve("off")), again);
        assertThat(imports.resumedAt).hasSize(1);
        assertThat(report.counts()).isEqualTo(new ImportCounts(3, 0, 2, 0));
        assertThat(imports.rejected).contains("documents.csv:3: " + ConstraintViolation.NO_BILL);
        assertThat(listed("off-1")).extracting(d -> d.path("id").asText()).containsExactly("off-1", "d");
    }

    @Test
    void deferred_lines_are_limited_in_lines_and_in_bytes() {
        var line = new InputRecord(0, 1, new byte[1_000], Optional.empty());
        assertThat(new DeferredQuota(DeferredQuota.MAX_LINES - 1, 0).allows(line))
                .isTrue();
        assertThat(new DeferredQuota(DeferredQuota.MAX_LINES, 0).allows(line)).isFalse();
        assertThat(new DeferredQuota(0, DeferredQuota.MAX_BYTES - 1_000).allows(line))
                .isTrue();
        assertThat(new DeferredQuota(0, DeferredQuota.MAX_BYTES - 999).allows(line))
                .isFalse();
        assertThat(new DeferredQuota(7, 5).plus(line)).isEqualTo(new DeferredQuota(8, 1_005));
        assertThat(DeferredQuota.EXCEEDED).contains("1000000 lines", "4000000000 bytes");
    }
}
