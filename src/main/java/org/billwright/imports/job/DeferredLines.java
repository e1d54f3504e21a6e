package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billwright.bill.BillRow;
import org.billwright.format.Decompression;
import org.billwright.format.ExportMarks;
import org.billwright.format.HeldFromState;
import org.billwright.format.PdfRecord;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.ImportedPayment;
import org.billwright.imports.check.InputRecord;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateRow;

/** Makes batches of deferred lines. They were validated and normalized when they were read first. */
final class DeferredLines {
    private final List<ImportSource> sources;
    private final Set<Integer> opened = new HashSet<>();

    DeferredLines(List<ImportSource> sources) {
        this.sources = sources;
    }

    ImportBatch batch(List<DeferredLine> lines) {
        var batch = new ImportBatch();
        for (var deferred : lines) {
            try {
                batch.add(deferred.line(), validated(deferred));
            } catch (ProblemException rejected) {
                batch.reject(deferred.line(), rejected.problem().message());
            }
        }
        return batch;
    }

    private DocumentValidator.ValidatedDocument validated(DeferredLine deferred) {
        return switch (deferred.kind()) {
            case RATE -> rate(Json.stored(deferred.document()));
            case PAYMENT ->
                new DocumentValidator.ValidatedDocument.APayment(ImportedPayment.of(Json.stored(deferred.document())));
            case DOCUMENT ->
                new DocumentValidator.ValidatedDocument.ADocument(PdfRecord.content(read(deferred.line())));
            case BILL -> new DocumentValidator.ValidatedDocument.ABill(bill(Json.stored(deferred.document())));
            case TAX_RULE,
                    NUMBER_SERIES,
                    ISSUER,
                    TAX_SETTINGS,
                    CREDIT,
                    REFUND,
                    DISPUTE,
                    ACCOUNT,
                    CYCLE_SPECIFICATION,
                    CYCLE -> throw new IllegalStateException("a " + deferred.kind() + " is never deferred");
        };
    }

    private static BillRow bill(ObjectNode document) {
        var heldFrom = HeldFromState.remove(document);
        boolean isProduced = ExportMarks.removeProduced(document);
        return BillRow.of(document, heldFrom, isProduced);
    }

    private static DocumentValidator.ValidatedDocument rate(ObjectNode document) {
        boolean isOnProduced = ExportMarks.removeProduced(document);
        return new DocumentValidator.ValidatedDocument.ARate(RateRow.of(document), isOnProduced);
    }

    /** For a PDF document, only the line was kept. */
    private ObjectNode read(InputRecord line) {
        var source = sources.get(line.source());
        if (source.file().isPresent() && opened.add(line.source())) {
            readHeader(source);
        }
        return source.format().document().parse(line.bytes(), line.number()).orElseThrow();
    }

    /** The format of a file may depend on its first record, which a resumed import has not read. */
    private static void readHeader(ImportSource source) {
        try (var in = Decompression.open(source.opener().open())) {
            source.format().splitter().split(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read again: " + source.name(), e);
        }
    }
}
