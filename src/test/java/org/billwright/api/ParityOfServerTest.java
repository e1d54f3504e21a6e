package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.billwright.parity.DocumentSource;
import org.billwright.parity.Parity;
import org.billwright.parity.ParityListener;
import org.billwright.parity.ParityOptions;
import org.billwright.parity.ParityText;
import org.billwright.parity.ServerSource;
import org.billwright.parity.Side;
import org.billwright.parity.StoreSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bills of the server under test, read over HTTP, are those of its database. Bills of other tests are on both sides. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ParityOfServerTest {
    @TempDir
    Path folder;

    /** Passes over what other tests have stored that is no bill with amounts. */
    private static final class Silent implements ParityListener {
        @Override
        public void read(Side side, long documents) {}

        @Override
        public void compared(int partitions, int all) {}

        @Override
        public void rejected(String place, String reason) {}
    }

    private static DocumentSource server(String version) {
        var url = Api.server() + "/tmf-api/customerBillManagement/" + version;
        return new ServerSource(URI.create(url), Map.of("X-Correlation-ID", "parity"), Optional.empty());
    }

    @Test
    void bills_over_http_are_those_of_the_database_in_both_versions() throws IOException {
        var options = new ParityOptions(
                BigDecimal.ZERO, Optional.empty(), Optional.empty(), 1_000, folder, 2, 10_000_000, 100);
        var database = new StoreSource(Store.database(), Store.TENANT);
        for (var version : new String[] {"v4", "v5"}) {
            var result = new Parity(options, new Silent()).compare(database, server(version));
            var text = String.join("\n", ParityText.lines(result));
            assertThat(result.pairs().equal()).as(text).isGreaterThan(2_000);
            assertThat(result.pairs().different()).as(text).isZero();
            assertThat(result.pairs().onlyLeft() + result.pairs().onlyRight())
                    .as(text)
                    .isZero();
            assertThat(result.left().lines()).as(text).isEqualTo(result.right().lines());
        }
    }
}
