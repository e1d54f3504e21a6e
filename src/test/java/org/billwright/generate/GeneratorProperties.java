package org.billwright.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.billwright.compression.Compression;
import org.billwright.export.ExportDestination;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;

class GeneratorProperties {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 17);

    private static List<String> documents(long seed, int accounts, int months) {
        return new Generator(seed, TODAY, accounts, months)
                .documents()
                .map(Json::write)
                .toList();
    }

    private static byte[] bytes(Generator generator, int threads) {
        var out = new ByteArrayOutputStream();
        try (var destination = ExportDestination.open("-", Generator.KINDS, Compression.NONE, out)) {
            new GeneratedDocumentWriter(generator, destination).write(threads);
            destination.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Test
    void more_accounts_are_the_same_and_more() {
        Generators.examples(20)
                .forAll(Generators.seeds(), Generators.integers(1, 20), Generators.integers(0, 9))
                .checkAssert((seed, accounts, more) -> assertThat(documents(seed, accounts + more, 3))
                        .startsWith(documents(seed, accounts, 3).toArray(String[]::new)));
    }

    @Test
    void the_bytes_are_the_same_however_many_threads_make_them() {
        Generators.examples(6)
                .forAll(Generators.seeds(), Generators.integers(1, 40))
                .checkAssert((seed, months) -> {
                    var generator = new Generator(seed, TODAY, 60, months);
                    assertThat(bytes(generator, 1)).isEqualTo(bytes(generator, 3));
                });
    }

    @Test
    void no_id_and_no_number_is_given_twice() {
        Generators.examples(20)
                .forAll(Generators.seeds(), Generators.integers(1, 30), Generators.integers(1, 30))
                .checkAssert(GeneratorProperties::assertUnique);
    }

    private static void assertUnique(long seed, int accounts, int months) {
        var taken = new HashSet<String>();
        new Generator(seed, TODAY, accounts, months).documents().forEach(document -> {
            var type = document.path("@type").asText();
            assertThat(taken.add(type + document.path("id").asText())).isTrue();
            if (type.equals(DocumentType.BILL.type())) {
                assertThat(taken.add(document.path("billNo").asText())).isTrue();
            }
        });
    }

    @Test
    void ids_stay_unique_beyond_the_width_of_their_numbers() {
        var taken = new HashSet<String>();
        var generator = new Generator(1, TODAY, 1_000_000_000L, 12);
        for (long number : new long[] {0, 9, 99_999, 100_000, 833_333, 8_333_333, 83_333_333, 999_999_999}) {
            generator.account(
                    number,
                    (kind, document) -> assertThat(
                                    taken.add(kind + document.path("id").asText()))
                            .as(document.toString())
                            .isTrue());
        }
    }

    @Test
    void another_seed_makes_others() {
        assertThat(documents(1, 3, 3)).isNotEqualTo(documents(2, 3, 3));
    }

    @Test
    void a_bill_has_about_eight_rates() {
        long rates = documents(678, 240, 12).stream()
                .filter(document -> document.contains("\"bill\":{"))
                .count();
        assertThat(rates).isBetween(240 * 12 * 7L, 240 * 12 * 9L);
    }

    @Test
    void sizes_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new Generator(1, TODAY, 0, 12)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Generator(1, TODAY, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
