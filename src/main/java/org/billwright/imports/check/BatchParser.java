package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.format.FileFormat;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;
import org.jboss.logging.Logger;

/**
 * Parses and validates lines into batches. It can be used by several threads.
 *
 * @param formats the formats of the sources, in their order
 * @param kind the document type of lines without {@code @type}
 * @param version the version whose shapes lines are in; where it is empty, it is detected for each line
 * @param taxRates the unit of tax rates in each source; where it is empty, the tax amounts decide
 */
public record BatchParser(
        List<FileFormat> formats,
        Optional<DocumentType> kind,
        Optional<TmfVersion> version,
        CheckMode reconcile,
        List<Optional<TaxRateUnit>> taxRates) {
    private static final String TYPES =
            Arrays.stream(DocumentType.values()).map(DocumentType::type).collect(Collectors.joining(", "));
    private static final Logger LOG = Logger.getLogger("org.billwright.imports");

    /** A batch of these lines. */
    public ImportBatch batch(List<InputRecord> lines) {
        var batch = new ImportBatch();
        var validators = taxRates.stream()
                .map(unit -> new DocumentValidator(version, reconcile, unit))
                .toList();
        lines.forEach(line -> check(line, validators.get(line.source()), batch));
        return batch;
    }

    private void check(InputRecord line, DocumentValidator validator, ImportBatch batch) {
        if (line.problem().isPresent()) {
            batch.reject(line, line.problem().get());
            return;
        }
        try {
            var parsed = formats.get(line.source()).document().parse(line.bytes(), line.number());
            if (parsed.isEmpty()) {
                batch.skip(line);
                return;
            }
            var document = parsed.get();
            var kind = kindOf(document);
            document.remove(ExportMarks.DOCUMENT_TYPE);
            batch.add(line, validator.of(kind, document, batch::warn));
        } catch (ProblemException rejected) {
            batch.reject(line, rejected.problem().message());
        } catch (RuntimeException | StackOverflowError defect) {
            // The other lines are loaded: an import that one line ends would end at that line again whenever it is
            // resumed.
            LOG.errorf(defect, "line %d of source %d cannot be checked", line.number(), line.source());
            batch.reject(line, "the line cannot be checked because of a defect of this server; see the log");
        }
    }

    private DocumentType kindOf(ObjectNode document) {
        return DocumentType.of(document)
                .or(() -> kind)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidBody("@type", "is missing or unknown; it must be one of " + TYPES)));
    }
}
