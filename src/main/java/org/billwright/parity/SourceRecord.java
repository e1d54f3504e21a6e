package org.billwright.parity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;
import org.billwright.format.DocumentType;
import org.billwright.tax.TaxRateUnit;

/**
 * A record of a source, which becomes a document on another thread.
 *
 * @param place the file, table or URL that it is in
 * @param number of the line in a file, or of the document, from 1
 * @param bytes its size
 * @param type of the document, where the source has only one
 * @param taxRate the unit of its tax rates, where the source says it
 * @param document parses it; a {@link org.billwright.problem.ProblemException} where it cannot be parsed, empty where it is skipped
 */
public record SourceRecord(
        String place,
        long number,
        int bytes,
        Optional<DocumentType> type,
        Optional<TaxRateUnit> taxRate,
        Supplier<Optional<ObjectNode>> document) {}
