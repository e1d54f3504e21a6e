package org.billwright.export;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.billwright.csv.CsvDocumentWriter;
import org.billwright.csv.CsvMapping;
import org.billwright.format.DocumentSchemas;
import org.billwright.format.DocumentType;
import org.billwright.format.DocumentWriter;
import org.billwright.format.NdjsonDocumentWriter;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.json.TypeName;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.Condition;
import org.billwright.query.QueryParser;
import org.billwright.query.QueryResolver;
import org.billwright.query.ResourceSchema;

/**
 * The request of an export.
 *
 * @param version the version whose shape documents are written in; absent: as they are stored, with the names of v5 and all extensions
 * @param filter a query string with filters, as in lists; empty for all documents
 * @param fields as in lists; absent for all attributes
 * @param base the beginning of links to this server, with a slash at the end; empty for relative links
 * @param mapping the mapping of CSV records, which are in the order of their ids; absent for NDJSON
 */
public record ExportRequest(
        List<DocumentType> kinds,
        Optional<TmfVersion> version,
        String filter,
        Optional<String> fields,
        String base,
        Optional<CsvMapping> mapping) {
    /** Document types are sorted in the order in which they can be loaded. */
    public ExportRequest {
        kinds = kinds.stream().distinct().sorted().toList();
    }

    /** A request of NDJSON. */
    public ExportRequest(
            List<DocumentType> kinds,
            Optional<TmfVersion> version,
            String filter,
            Optional<String> fields,
            String base) {
        this(kinds, version, filter, fields, base, Optional.empty());
    }

    /** A request of CSV, for the document type of the mapping. */
    public static ExportRequest csv(CsvMapping mapping, String filter) {
        return new ExportRequest(
                List.of(mapping.kind()), Optional.empty(), filter, Optional.empty(), "", Optional.of(mapping));
    }

    /** All documents of these types, as they are stored. */
    public static ExportRequest everything(List<DocumentType> kinds) {
        return new ExportRequest(kinds, Optional.empty(), "", Optional.empty(), "");
    }

    /** The part of one document type, with resolved names and typed values. */
    record Part(
            DocumentType kind,
            String table,
            Condition where,
            boolean withMarks,
            boolean inOrder,
            DocumentWriter writing) {}

    /** Resolves names and values; what does not fit is a {@link ProblemException}, before a connection is used. */
    List<Part> resolved() {
        if (kinds.size() != 1 && (!filter.isEmpty() || fields.isPresent())) {
            throw new ProblemException(new Problem.MalformedQuery("a filter and fields are of one type's documents"));
        }
        mapping.ifPresent(by -> ProblemException.unless(
                ExportTypeNames.word(by.kind()).isPresent(),
                "kind",
                "is none that is exported: its documents are part of others"));
        return kinds.stream().map(this::resolved).toList();
    }

    private Part resolved(DocumentType kind) {
        var schema = DocumentSchemas.of(kind, version.orElse(TmfVersion.V5));
        var request = QueryParser.parse(filter);
        if (!request.filtersOnly()) {
            throw new ProblemException(
                    new Problem.MalformedQuery("an export takes filters, and nothing else of a query"));
        }
        var where = new QueryResolver(schema, base).where(request);
        return new Part(kind, schema.table(), where, fields.isEmpty(), mapping.isPresent(), writing(kind, schema));
    }

    private DocumentWriter writing(DocumentType kind, ResourceSchema schema) {
        if (mapping.isPresent()) {
            return new CsvDocumentWriter(mapping.get());
        }
        var names = fields.map(list -> Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
        var shape = version.map(v -> schema.shape()).orElseGet(() -> asStored(kind));
        return new NdjsonDocumentWriter(kind, shape, schema.selection(names), base);
    }

    /** Nothing is renamed or omitted; {@code @type} is added where it is missing. */
    private static Shape asStored(DocumentType kind) {
        return new Shape(TmfVersion.V5, kind.type(), new TypeName.Always(kind.type()), List.of());
    }
}
