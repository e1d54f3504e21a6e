package org.billwright.bill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;

class BillStateTest {
    private static final List<String> BY_MONEY = List.of(
            "new settled",
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
}
