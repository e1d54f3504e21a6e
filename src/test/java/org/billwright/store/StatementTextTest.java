package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select id from customer_bill where tenant = $1|SELECT|customer_bill",
                "  insert into event (id) values (?)|INSERT|event",
                "update only hub set state = ?|UPDATE|hub",
                "delete from event_delivery d using event e|DELETE|event_delivery",
                "with a as (select * from unnest(?) as b) insert into event select * from a|INSERT|event",
                "with a as (select * from event) select count(*) from a|SELECT|event",
                "(select 1)|SELECT|none",
                "select pg_sleep(1)|SELECT|none",
                "call load()|CALL|none"
            })
    void a_statement_is_named_by_what_it_does_and_its_first_table(String text, String operation, String table) {
        assertThat(StatementText.operation(text)).isEqualTo(operation);
        assertThat(StatementText.table(text)).isEqualTo(table);
    }

    @Test
    void the_question_marks_of_jdbc_become_numbers_unless_they_are_operators_or_quoted() {
        assertThat(StatementText.numbered("select '?', 'it''s ?' where a = ? and b ?? 'k' and c = ?"))
                .isEqualTo("select '?', 'it''s ?' where a = $1 and b ? 'k' and c = $2");
        assertThat(StatementText.parameters("select $2, $1, $2")).isEqualTo(2);
        assertThat(StatementText.parameters("select 1")).isZero();
    }

    @Test
    void a_text_is_one_line() {
        assertThat(StatementText.oneLine("  select\n      id\n  from event ")).isEqualTo("select id from event");
    }
}
