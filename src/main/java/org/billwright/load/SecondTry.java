package org.billwright.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateRow;

/** Lines that waited for their bills, made into batches again. They were checked and lifted when they came. */
final class SecondTry {
    private final List<Source> sources;
    private final Set<Integer> opened = new HashSet<>();

    SecondTry(List<Source> sources) {
        this.sources = sources;
    }

    Batch batch(List<Jobs.Later> waited) {
        var batch = new Batch();
        for (var later : waited) {
            try {
                batch.add(later.line(), item(later));
            } catch (ProblemException rejected) {
                batch.refuse(later.line(), rejected.problem().message());
            }
        }
        return batch;
    }

    private Intake.Item item(Jobs.Later later) {
        return switch (later.kind()) {
            case RATE -> new Intake.Item.ARate(RateRow.of(Json.stored(later.document())));
            case PAYMENT -> new Intake.Item.APayment(Payment.of(Json.stored(later.document())));
            case DOCUMENT -> new Intake.Item.ADocument(PdfLine.content(read(later.line())));
            case ACCOUNT, CYCLE_SPECIFICATION, CYCLE, BILL ->
                throw new IllegalStateException("a " + later.kind() + " waits for no bill");
        };
    }

    /** Of a document only the line was kept. */
    private ObjectNode read(Line line) {
        var source = sources.get(line.source());
        if (source.file().isPresent() && opened.add(line.source())) {
            readHeader(source);
        }
        return source.form().document().apply(line.bytes());
    }

    /** The form of a file may go by its first record, which an import that goes on has not read. */
    private static void readHeader(Source source) {
        try (var in = Unpacking.open(source.opener().open())) {
            source.form().splitter().split(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be read again: " + source.name(), e);
        }
    }
}
