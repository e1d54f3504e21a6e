package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published TMF678 v4 conformance run, where a replay kit is at hand: TMF678_KIT, or beside the project. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class ConformanceKitTest {
    private static final Path KIT =
            Path.of(Optional.ofNullable(System.getenv("TMF678_KIT")).orElse("../shared/conformance"));

    @Test
    void the_published_conformance_run_passes_twice_in_a_row() throws Exception {
        assumeTrue(Files.isExecutable(KIT.resolve("run.sh")), "no conformance kit at " + KIT);
        var copy = Path.of("target/conformance");
        copy(KIT, copy);
        assertThat(replay(copy)).contains("CTK-REPLAY: PASS requests=20/20");
        assertThat(replay(copy)).contains("CTK-REPLAY: PASS requests=20/20");
        loadOddDocuments();
        assertThat(replay(copy)).contains("CTK-REPLAY: PASS requests=20/20");
    }

    /**
     * The first of their lists are read and changed by the run. It looks for values in the text of a body, so those of the first have
     * no character that JSON escapes; others have.
     */
    private static void loadOddDocuments() {
        Documents.load("""
                {"@type":"CustomerBill","id":" é/?#%25;&=+😀","state":"new","billDate":"9999-12-31T00:00:00Z",
                 "billingAccount":{"id":"😀 / 1"},"billDocument":[{"id":"d/1","url":"http://elsewhere/d"}]}""", """
                {"@type":"CustomerBill","id":"odd\\nline","state":"new","billDate":"2026-06-01T00:00:00Z",
                 "billingAccount":{"id":"\\"x\\""},"billDocument":[{"id":"'","url":"http://elsewhere/d"}],
                 "relatedParty":[{"id":"a,b;c&d=e","role":"customer"}]}""", """
                {"@type":"AppliedCustomerBillingRate","id":" é/?#%25;&=+😀","isBilled":true,"date":"2026-05-01T00:00:00Z",
                 "bill":{"id":" é/?#%25;&=+😀"},"taxExcludedAmount":{"unit":"JPY","value":0}}""", """
                {"@type":"AppliedCustomerBillingRate","id":"odd\\r\\nline","isBilled":false,"date":"2026-05-01T00:00:00Z",
                 "billingAccount":{"id":"\\"x\\""},"taxExcludedAmount":{"unit":"BHD","value":0.001}}""");
        var byParty = Api.post("customerBillOnDemand", "{\"relatedParty\":{\"id\":\"a,b;c\"},\"name\":\"\\n\"}");
        assertThat(byParty.status()).as(byParty.text()).isEqualTo(201);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var copied = to.resolve(file.getFileName());
                Files.deleteIfExists(copied);
                Files.copy(file, copied);
                copied.toFile().setWritable(true);
            }
        }
    }

    private static String replay(Path kit) throws IOException, InterruptedException {
        var report = kit.toAbsolutePath().resolve("report.json").toString();
        var process = new ProcessBuilder(kit.toAbsolutePath().resolve("run.sh").toString(), Api.v4(), report)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
