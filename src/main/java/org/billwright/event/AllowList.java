package org.billwright.event;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The hosts and addresses that an operator lets through although they are private. */
record AllowList(List<String> entries, Set<String> names, List<AddressRange> ranges) {
    /** Throws {@link IllegalArgumentException} if an entry is neither a host name nor an address or a range of them. */
    static AllowList of(List<String> entries) {
        var ranges = entries.stream()
                .flatMap(entry -> AddressRange.parse(entry).stream())
                .toList();
        var names = entries.stream()
                .filter(entry -> AddressRange.parse(entry).isEmpty())
                .map(AllowList::nameOf)
                .collect(Collectors.toUnmodifiableSet());
        return new AllowList(List.copyOf(entries), names, ranges);
    }

    boolean name(String name) {
        return names.contains(name);
    }

    boolean address(AddressRange address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static String nameOf(String entry) {
        if (CallbackHost.parse(entry).orElse(null) instanceof CallbackHost.Name(var name)) {
            return name;
        }
        throw new IllegalArgumentException(
                "allowed callbacks: a host name, an address or a range is needed, not " + entry);
    }
}
