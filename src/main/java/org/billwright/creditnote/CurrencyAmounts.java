package org.billwright.creditnote;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.money.Money;

/**
 * One amount for each of some currencies, as a setting has them.
 *
 * @param values in major units, by currency
 */
public record CurrencyAmounts(Map<String, BigDecimal> values) {
    /** Copies what it is given. */
    public CurrencyAmounts {
        values = Map.copyOf(values);
    }

    /** Reads texts such as {@code USD 100.00}; what is none is an {@link IllegalArgumentException}. */
    public static CurrencyAmounts of(List<String> texts) {
        var values = new HashMap<String, BigDecimal>();
        for (var text : texts) {
            var words = text.strip().split(" +", -1);
            if (words.length != 2 || !words[1].matches("[0-9]{1,15}([.][0-9]{1,3})?")) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no amount with its currency, such as 'USD 100.00'");
            }
            var amount = new Money(words[0], new BigDecimal(words[1]));
            if (values.put(amount.unit(), amount.value()) != null) {
                throw new IllegalArgumentException("there are two amounts in " + amount.unit());
            }
        }
        return new CurrencyAmounts(values);
    }

    /** The amount in this currency, in major units. */
    public Optional<BigDecimal> of(String unit) {
        return Optional.ofNullable(values.get(unit));
    }
}
