package org.billwright.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.PercentEncoding;

/** The query string of an export: {@code type}, {@code tmf} and {@code fields}; all other parameters are filters. */
record ExportQuery(List<DocumentType> kinds, Optional<TmfVersion> version, Optional<String> fields, String filter) {
    private static final String TYPE = "type";
    private static final String TMF = "tmf";
    private static final String FIELDS = "fields";
    private static final String EVERY_TYPE = "all";

    static ExportQuery parse(String rawQuery) {
        Map<String, String> given = new LinkedHashMap<>();
        var filters = new ArrayList<String>();
        for (var parameter : rawQuery.split("&", -1)) {
            var nameAndValue = parameter.split("=", 2);
            if (!List.of(TYPE, TMF, FIELDS).contains(nameAndValue[0])) {
                filters.add(parameter);
            } else if (given.put(
                            nameAndValue[0], nameAndValue.length == 2 ? PercentEncoding.decode(nameAndValue[1]) : "")
                    != null) {
                throw new ProblemException(new Problem.MalformedQuery("'" + nameAndValue[0] + "' is given twice"));
            }
        }
        return new ExportQuery(
                kinds(given.getOrDefault(TYPE, EVERY_TYPE)),
                Optional.ofNullable(given.get(TMF)).map(ExportQuery::version),
                Optional.ofNullable(given.get(FIELDS)),
                String.join("&", filters));
    }

    private static List<DocumentType> kinds(String words) {
        if (words.equals(EVERY_TYPE)) {
            return ExportTypeNames.ALL;
        }
        return Arrays.stream(words.split(",", -1))
                .map(word -> ExportTypeNames.of(word)
                        .orElseThrow(() -> invalid(TYPE, word, ExportTypeNames.words(ExportTypeNames.ALL) + " or all")))
                .toList();
    }

    private static TmfVersion version(String word) {
        return TmfVersion.of(word).orElseThrow(() -> invalid(TMF, word, "v4 or v5"));
    }

    private static ProblemException invalid(String name, String given, String expected) {
        return new ProblemException(new Problem.InvalidValue(name, given, expected));
    }

    /** The request; links stay relative, as an import expects them. */
    ExportRequest request() {
        return new ExportRequest(kinds, version, filter, fields, "");
    }
}
