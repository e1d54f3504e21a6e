package org.billwright.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.billwright.parity.ParityTax.TaxKey;

/**
 * Pairs the taxes of two bills: those that are the same, then those that differ only in the jurisdiction, then the only ones of one name
 * (the tax rate changed), then the only ones of one tax rate (billers name a tax differently).
 */
final class TaxPairs {
    private final List<TaxKey> left;
    private final List<TaxKey> right;
    private final List<TaxPair> pairs = new ArrayList<>();

    private TaxPairs(List<TaxKey> left, List<TaxKey> right) {
        this.left = new ArrayList<>(left);
        this.right = new ArrayList<>(right);
    }

    /** A tax on both sides, or on one. */
    record TaxPair(Optional<TaxKey> left, Optional<TaxKey> right) {
        TaxKey any() {
            return left.or(() -> right).orElseThrow();
        }

        boolean isWhole() {
            return left.isPresent() && right.isPresent();
        }
    }

    static List<TaxPair> of(List<TaxKey> left, List<TaxKey> right) {
        var pairing = new TaxPairs(left, right);
        pairing.match(Object::equals);
        pairing.match((l, r) -> l.category().equals(r.category()) && l.percent().equals(r.percent()));
        pairing.match(
                (l, r) -> l.category().equals(r.category()) && l.jurisdiction().equals(r.jurisdiction()));
        pairing.match((l, r) -> l.category().equals(r.category()));
        pairing.match((l, r) -> l.percent().isPresent() && l.percent().equals(r.percent()));
        pairing.left.forEach(key -> pairing.pairs.add(new TaxPair(Optional.of(key), Optional.empty())));
        pairing.right.forEach(key -> pairing.pairs.add(new TaxPair(Optional.empty(), Optional.of(key))));
        return pairing.pairs;
    }

    /** Pairs taxes that are alike, where each is the only one for the other. */
    private void match(BiPredicate<TaxKey, TaxKey> isAlike) {
        for (var key : List.copyOf(left)) {
            var candidates =
                    right.stream().filter(other -> isAlike.test(key, other)).toList();
            if (candidates.size() == 1 && isOnly(key, candidates.getFirst(), isAlike)) {
                pairs.add(new TaxPair(Optional.of(key), Optional.of(candidates.getFirst())));
                left.remove(key);
                right.remove(candidates.getFirst());
            }
        }
    }

    private boolean isOnly(TaxKey key, TaxKey other, BiPredicate<TaxKey, TaxKey> isAlike) {
        return left.stream().noneMatch(rival -> !Objects.equals(rival, key) && isAlike.test(rival, other));
    }
}
