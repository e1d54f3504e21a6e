package org.billwright.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.billwright.document.Attachment;
import org.billwright.document.PdfDocument;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The PDF document of a bill, as a line or as a file of its own. The file {@code B-1.pdf} is the document of the bill B-1 with the
 * bill's own id, so that it replaces the printable page.
 */
public final class PdfRecord {
    private static final String ENDING = ".pdf";

    private PdfRecord() {}

    /** Whether a file is a PDF, by its name. */
    public static boolean isFile(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** The format of such a file. */
    public static FileFormat format(Path file) {
        var name = file.getFileName().toString();
        var bill = name.substring(0, name.length() - ENDING.length());
        FileFormat.RecordParser document = (bytes, number) -> {
            var record = Json.object()
                    .put("@type", DocumentType.DOCUMENT.type())
                    .put("id", bill)
                    .put("name", name);
            record.putObject("bill").put("id", bill);
            return Optional.of(record.put("content", bytes));
        };
        return new FileFormat(WholeFileReader::new, document, StandardCharsets.UTF_8);
    }

    /** Reads {@code {"id","bill":{"id"},"name","mimeType","content"}}. */
    public static PdfDocument content(ObjectNode line) {
        var id = DocumentIds.require(line, "id", "id");
        var bill = DocumentIds.require(line, "bill.id", "bill", "id");
        var type = JsonValues.text(line, "mimeType").orElse(PdfDocument.MIME_TYPE);
        ProblemException.unless(type.equals(PdfDocument.MIME_TYPE), "mimeType", "must be " + PdfDocument.MIME_TYPE);
        var name =
                JsonValues.text(line, "name").filter(given -> !given.isBlank()).orElse(id + ENDING);
        return new PdfDocument(bill, id, name, bytes(line.path("content")));
    }

    /** The document of an attachment without its content. */
    public static String withoutContent(Attachment attachment) {
        var document = Json.object().put("id", attachment.id());
        document.putObject("bill").put("id", attachment.billId());
        return Json.write(document);
    }

    private static byte[] bytes(JsonNode content) {
        if (content instanceof BinaryNode file) {
            return file.binaryValue();
        }
        try {
            return Base64.getDecoder().decode(content.asText());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody("content", "must be Base64"));
        }
    }
}
