package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Lines made into batches; for several threads.
 *
 * @param forms of the sources, in their order
 * @param kind of the lines that do not say
 */
public record BatchParser(
        List<FileFormat> forms, Optional<DocumentType> kind, Optional<TmfVersion> version, ReconcileMode reconcile) {
    /** Checks lines one by one. */
    public ImportBatch batch(List<InputRecord> lines) {
        var batch = new ImportBatch();
        var intake = new DocumentValidator(version, reconcile);
        lines.forEach(line -> check(line, intake, batch));
        return batch;
    }

    private void check(InputRecord line, DocumentValidator intake, ImportBatch batch) {
        if (line.problem().isPresent()) {
            batch.reject(line, line.problem().get());
            return;
        }
        try {
            var document = forms.get(line.source()).document().apply(line.bytes());
            batch.add(line, intake.of(kindOf(document), document, batch::warn));
        } catch (ProblemException rejected) {
            batch.reject(line, rejected.problem().message());
        }
    }

    private DocumentType kindOf(ObjectNode document) {
        return DocumentType.of(document)
                .or(() -> kind)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidBody("@type", "does not tell what this is; give it, or say --type")));
    }
}
