package org.billwright.event.callback;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.http.AddressRange;

/** The private hosts and addresses that the operator allows. */
record AllowList(List<String> entries, Set<String> names, List<AddressRange> ranges) {
    /** Throws {@link IllegalArgumentException} if an entry is not a host name, an address or an address range. */
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

    boolean allowsName(String name) {
        return names.contains(name);
    }

    boolean allowsAddress(AddressRange address) {
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
