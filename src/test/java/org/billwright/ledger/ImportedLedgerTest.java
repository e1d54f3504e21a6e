package org.billwright.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.billwright.api.Store;
import org.junit.jupiter.api.Test;

class ImportedLedgerTest {
    private static List<Map<String, Object>> rows(String sql) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(sql).mapToMap().list());
    }

    @Test
    void the_bills_and_payments_of_an_import_are_in_the_ledger() {
        Store.database();
        assertThat(rows("select 1 from ledger_entry where kind = 'bill'")).hasSizeGreaterThan(100);
        assertThat(rows("select 1 from account_credit where kind = 'payment'")).hasSizeGreaterThan(50);
        Books.areRight(Store.asOwner());
    }
}
