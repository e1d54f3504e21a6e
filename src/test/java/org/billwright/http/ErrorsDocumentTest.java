package org.billwright.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.billwright.house.DocumentTable;
import org.billwright.house.SampleRecords;
import org.billwright.problem.Problem;
import org.junit.jupiter.api.Test;

/** Holds docs/errors.md against the cases of {@link Problem}. */
class ErrorsDocumentTest {
    @Test
    void the_page_has_every_code_with_its_status_and_no_other() {
        var documented = new TreeMap<String, String>();
        for (var row : DocumentTable.rows(DocumentTable.section("docs/errors.md", "## Codes"))) {
            documented.put(DocumentTable.code(row.get(0)), row.get(1));
        }
        var known = new TreeMap<String, String>();
        for (var problem : SampleRecords.of(Problem.class)) {
            known.put(
                    problem.code(),
                    String.valueOf(ProblemMapping.response(problem).status()));
        }
        assertThat(documented).isEqualTo(known);
    }
}
