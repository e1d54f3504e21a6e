package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bills of all kinds are archivable and accessible, by veraPDF. */
@Tag("slow")
class AllKindsConformanceTest {
    static Stream<Map.Entry<String, Statement>> statements() {
        return Stream.concat(
                PdfStatements.all().entrySet().stream(),
                Stream.of(Map.entry(
                        "500 lines", SampleStatements.bill().lines(500).statement())));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void a_bill_is_archivable_and_accessible(Map.Entry<String, Statement> statement) {
        assertThat(PdfReading.faults(PdfReading.render(statement.getValue()))).isEmpty();
    }
}
