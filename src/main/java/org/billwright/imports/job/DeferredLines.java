package org.billwright.imports.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billwright.format.Decompression;
import org.billwright.format.PdfRecord;
import org.billwright.imports.check.DocumentValidator;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.ImportedPayment;
import org.billwright.imports.check.InputRecord;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateRow;

/** Lines that waited for their bills, made into batches again. They were checked and lifted when they came. */
final class DeferredLines {
    private final List<ImportSource> sources;
    private final Set<Integer> opened = new HashSet<>();

    DeferredLines(List<ImportSource> sources) {
        this.sources = sources;
    }

    ImportBatch batch(List<ImportJobStore.DeferredLine> waited) {
        var batch = new ImportBatch();
        for (var later : waited) {
            try {
                batch.add(later.line(), item(later));
            } catch (ProblemException rejected) {
                batch.refuse(later.line(), rejected.problem().message());
            }
        }
        return batch;
    }

    private DocumentValidator.ValidatedDocument item(ImportJobStore.DeferredLine later) {
        return switch (later.kind()) {
            case RATE -> new DocumentValidator.ValidatedDocument.ARate(RateRow.of(Json.stored(later.document())));
            case PAYMENT ->
                new DocumentValidator.ValidatedDocument.APayment(ImportedPayment.of(Json.stored(later.document())));
            case DOCUMENT -> new DocumentValidator.ValidatedDocument.ADocument(PdfRecord.content(read(later.line())));
            case ACCOUNT, CYCLE_SPECIFICATION, CYCLE, BILL ->
                throw new IllegalStateException("a " + later.kind() + " waits for no bill");
        };
    }

    /** Of a document only the line was kept. */
    private ObjectNode read(InputRecord line) {
        var source = sources.get(line.source());
        if (source.file().isPresent() && opened.add(line.source())) {
            readHeader(source);
        }
        return source.form().document().apply(line.bytes());
    }

    /** The form of a file may go by its first record, which an import that goes on has not read. */
    private static void readHeader(ImportSource source) {
        try (var in = Decompression.open(source.opener().open())) {
            source.form().splitter().split(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read again: " + source.name(), e);
        }
    }
}
