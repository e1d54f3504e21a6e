package org.billwright.creditnote;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.access.Caller;
import org.billwright.access.Permission;
import org.billwright.access.Role;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The most that a caller may give back of one bill, with taxes, by its role and the currency of the bill.
 *
 * @param ofRoles a role that is missing has no limit; one that is there may give nothing back in the currencies that are missing
 */
public record CreditLimits(Map<Role, CurrencyAmounts> ofRoles) {
    /** Nobody has a limit. */
    public static final CreditLimits NONE = new CreditLimits(Map.of());

    private static final Set<Role> ROLES = Permission.PRODUCE.roles();

    /** Copies what it is given. */
    public CreditLimits {
        ofRoles = Map.copyOf(ofRoles);
    }

    /** Reads limits such as {@code USD 100.00} of roles; a role whose list is empty has no limit. */
    public static CreditLimits of(Map<Role, List<String>> texts) {
        var limits = new EnumMap<Role, CurrencyAmounts>(Role.class);
        texts.forEach((role, amounts) -> {
            if (!amounts.isEmpty()) {
                limits.put(role, CurrencyAmounts.of(amounts));
            }
        });
        return new CreditLimits(limits);
    }

    /** Refuses an amount above the highest limit of the caller's roles as {@link Problem.Forbidden}. */
    public void require(Caller caller, Money amount) {
        if (caller.roles().stream().filter(ROLES::contains).anyMatch(role -> allows(role, amount))) {
            return;
        }
        var limit = caller.roles().stream()
                .filter(ROLES::contains)
                .map(role -> limit(role, amount.unit()).orElse(BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::max);
        var others = ROLES.stream()
                .filter(role -> allows(role, amount))
                .map(Role::code)
                .collect(joining(" or "));
        throw new ProblemException(new Problem.Forbidden("with this the caller would give back " + amount.unit() + " "
                + amount.value().toPlainString() + " of the bill, and its role allows "
                + new Money(amount.unit(), limit).value().toPlainString()
                + (others.isEmpty() ? "; no role may give that back" : "; the role " + others + " may")));
    }

    private boolean allows(Role role, Money amount) {
        return limit(role, amount.unit())
                .filter(limit -> amount.value().compareTo(limit) > 0)
                .isEmpty();
    }

    /** Empty where the role has no limit. */
    private Optional<BigDecimal> limit(Role role, String unit) {
        return Optional.ofNullable(ofRoles.get(role))
                .map(amounts -> amounts.of(unit).orElse(BigDecimal.ZERO));
    }
}
