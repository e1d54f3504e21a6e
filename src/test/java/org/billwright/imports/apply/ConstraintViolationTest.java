package org.billwright.imports.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reasons of lines that the database does not accept. */
class ConstraintViolationTest {
    private static final Database DATABASE = Store.fresh("violation");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static List<String> constraints() {
        return Store.asOwner("violation")
                .withHandle(owner -> owner.createQuery("""
                        select conname from pg_constraint
                        where contype in ('c', 'f', 'u', 'p') and conrelid in (
                            'billing_account'::regclass, 'customer_bill'::regclass,
                            'applied_customer_billing_rate'::regclass, 'bill_cycle'::regclass,
                            'bill_cycle_specification'::regclass, 'bill_document_content'::regclass,
                            'related_party'::regclass)
                        union
                        select indexrelid::regclass::text from pg_index
                        where indisunique and indrelid in (
                            'customer_bill'::regclass, 'applied_customer_billing_rate'::regclass)
                        """).mapTo(String.class).list());
    }

    @Test
    void every_constraint_of_the_tables_that_are_loaded_has_a_sentence() {
        assertThat(constraints())
                .hasSizeGreaterThan(20)
                .allSatisfy(constraint -> assertThat(ConstraintViolation.sentence(constraint))
                        .as(constraint)
                        .hasValueSatisfying(sentence -> assertThat(sentence).doesNotContain("_")));
    }

    private static void reject(String sqlState) {
        Store.asOwner("violation")
                .useHandle(owner ->
                        owner.execute("do $$ begin raise 'index some_index of table some_table' using errcode = '"
                                + sqlState + "', constraint = 'some_constraint'; end $$"));
    }

    @Test
    void a_row_is_the_cause_of_its_own_failures_alone_and_no_reason_names_the_database() {
        for (var sqlState : List.of("22003", "23514", "54000")) {
            assertThatThrownBy(() -> reject(sqlState))
                    .isInstanceOfSatisfying(UnableToExecuteStatementException.class, failure -> {
                        assertThat(ConstraintViolation.isCausedByRow(failure)).isTrue();
                        assertThat(ConstraintViolation.reason(failure)).doesNotContain("some_");
                    });
        }
        for (var sqlState : List.of("08006", "40001", "42P01", "53100", "57014", "XX000")) {
            assertThatThrownBy(() -> reject(sqlState))
                    .isInstanceOfSatisfying(
                            UnableToExecuteStatementException.class,
                            failure -> assertThat(ConstraintViolation.isCausedByRow(failure))
                                    .isFalse());
        }
    }
}
