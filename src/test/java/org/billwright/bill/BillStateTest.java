package org.billwright.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;

class BillStateTest {
    private static final List<String> BY_MONEY = List.of(
            "new settled",
            "new partiallyPaid",
            "validated partiallyPaid",
            "validated settled",
            "sent partiallyPaid",
            "sent settled",
            "partiallyPaid settled",
            "partiallyPaid sent",
            "settled partiallyPaid",
            "settled sent");

    @Test
    void the_database_allows_the_same_moves_as_the_enum() {
        var byPatch = Arrays.stream(BillState.values())
                .flatMap(from -> from.moves().stream().map(to -> from.code() + " " + to.code()));
        var inDatabase = Store.asOwner()
                .withHandle(
                        handle -> handle.createQuery("select from_state || ' ' || to_state from bill_state_transition")
                                .mapTo(String.class)
                                .list());
        assertThat(inDatabase)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(byPatch, BY_MONEY.stream()).toList());
    }

    @Test
    void a_payment_of_a_bill_on_hold_that_was_never_sent_is_refused_with_both_states() {
        var held = new BillStatus(
                BillState.ON_HOLD,
                Optional.of(BillState.VALIDATED),
                Optional.of(BigDecimal.TEN),
                Optional.of(BigDecimal.TEN));
        assertThatThrownBy(() -> held.withRemaining(BigDecimal.ONE))
                .hasMessageContaining("the bill is on hold, and was validated before; a payment");
        assertThatThrownBy(() -> new BillStatus(BillState.NEW, Optional.empty(), Optional.empty(), Optional.empty())
                        .withRemaining(BigDecimal.ONE))
                .hasMessageContaining("the bill is new; a payment");
    }
}
