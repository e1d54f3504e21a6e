package org.billwright.store.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.property.Generators;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/** A value sent in the binary format arrives as the same value does as text. PostgreSQL compares them. */
class CopyInBufferProperties {
    private static final Database DATABASE = Store.fresh("copy_in_buffer");

    private static String arrived(CopyInBuffer rows, String type) {
        return DATABASE.withoutTenant(tx -> {
            tx.execute("create temp table sent (value " + type + ") on commit drop");
            rows.copyTo(tx, "sent", "value");
            return tx.createQuery("select value::text from sent")
                    .mapTo(String.class)
                    .one();
        });
    }

    private static CopyInBuffer row() {
        var rows = new CopyInBuffer(0);
        rows.row(1);
        return rows;
    }

    @Test
    void a_decimal() {
        var halves = SourceDSL.longs().between(0, 9_999_999_999_999_999L);
        var unscaled = halves.zip(halves, Generate.booleans(), (high, low, negative) -> {
            var digits =
                    BigInteger.valueOf(high).multiply(BigInteger.TEN.pow(16)).add(BigInteger.valueOf(low));
            return negative ? digits.negate() : digits;
        });
        Generators.examples(300)
                .forAll(unscaled.zip(Generators.integers(-8, 40), BigDecimal::new))
                .checkAssert(CopyInBufferProperties::assertArrives);
    }

    private static void assertArrives(BigDecimal value) {
        var rows = row();
        rows.decimal(value);
        assertThat(arrived(rows, "numeric")).isEqualTo(value.toPlainString());
    }

    @Test
    void a_small_decimal() {
        Generators.examples(100)
                .forAll(SourceDSL.longs()
                        .between(-1_000_000, 1_000_000)
                        .zip(Generators.integers(0, 9), BigDecimal::valueOf))
                .checkAssert(CopyInBufferProperties::assertArrives);
    }

    @Test
    void an_amount() {
        Generators.examples(100).forAll(Generators.amounts()).checkAssert(CopyInBufferProperties::assertArrives);
    }

    @Test
    void a_point_in_time() {
        Generators.examples(100)
                .forAll(SourceDSL.longs().between(-62_135_596_800L, 253_402_300_799L), Generators.integers(0, 999_999))
                .checkAssert(CopyInBufferProperties::assertTimeArrives);
    }

    private static void assertTimeArrives(long second, int micros) {
        var time = OffsetDateTime.ofInstant(Instant.ofEpochSecond(second, micros * 1000L), ZoneOffset.ofHours(-4));
        var rows = row();
        rows.time(time);
        var read = DATABASE.withoutTenant(tx -> {
            tx.execute("create temp table sent (value timestamptz) on commit drop");
            rows.copyTo(tx, "sent", "value");
            return tx.createQuery("select value = cast(:time as timestamptz) from sent")
                    .bind("time", time.withOffsetSameInstant(ZoneOffset.UTC).toString())
                    .mapTo(Boolean.class)
                    .one();
        });
        assertThat(read).isTrue();
    }

    @Test
    void texts() {
        var texts = SourceDSL.strings().betweenCodePoints(' ', 0xD7FF).ofLengthBetween(0, 255);
        Generators.examples(100)
                .forAll(SourceDSL.lists().of(texts).ofSizeBetween(0, 4))
                .checkAssert(CopyInBufferProperties::assertTextsArrive);
    }

    private static void assertTextsArrive(List<String> texts) {
        var rows = row();
        rows.texts(texts);
        var read = DATABASE.withoutTenant(tx -> {
            tx.execute("create temp table sent (value text[]) on commit drop");
            rows.copyTo(tx, "sent", "value");
            return tx.createQuery("select value = :texts from sent")
                    .bindArray("texts", String.class, texts)
                    .mapTo(Boolean.class)
                    .one();
        });
        assertThat(read).isTrue();
    }
}
