package org.billwright.store.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.billwright.api.Store;
import org.billwright.store.Database;

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

    @Property(tries = 300)
    void a_decimal(
            @ForAll @BigRange(min = "-99999999999999999999999999999999", max = "99999999999999999999999999999999")
                    BigInteger unscaled,
            @ForAll @IntRange(min = -8, max = 40) int scale) {
        var value = new BigDecimal(unscaled, scale);
        var rows = row();
        rows.decimal(value);
        assertThat(arrived(rows, "numeric")).isEqualTo(value.toPlainString());
    }

    @Property(tries = 100)
    void a_small_decimal(
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long unscaled, @ForAll @IntRange(max = 9) int scale) {
        var value = BigDecimal.valueOf(unscaled, scale);
        var rows = row();
        rows.decimal(value);
        assertThat(arrived(rows, "numeric")).isEqualTo(value.toPlainString());
    }

    @Property(tries = 100)
    void a_point_in_time(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999) int micros) {
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

    @Property(tries = 100)
    void texts(@ForAll @Size(max = 4) List<@CharRange(from = ' ', to = '\uD7FF') String> texts) {
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
