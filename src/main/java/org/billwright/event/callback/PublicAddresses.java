package org.billwright.event.callback;

import java.util.List;
import java.util.stream.Stream;
import org.billwright.http.AddressRange;

/** Public unicast addresses, by the registries of special-purpose addresses (RFC 6890). */
final class PublicAddresses {
    /**
     * For IPv6, the only block that addresses are assigned from so far. Everything else is excluded: loopback, NAT64
     * (64:ff9b::/96), IPv4-compatible (::/96), discard (100::/64), unique local (fc00::/7), link-local, multicast.
     */
    private static final List<AddressRange> UNICAST = ranges("0.0.0.0/0", "2000::/3");

    private static final List<AddressRange> SPECIAL = ranges(
            "0.0.0.0/8", // this network; Linux connects to the local host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared address space of carriers
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, with the metadata services of clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            "2001::/23", // protocol assignments: Teredo, which contains an IPv4 address, benchmarks, identifiers
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which contains an IPv4 address
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    static boolean contain(AddressRange address) {
        return anyContains(UNICAST, address) && !anyContains(SPECIAL, address);
    }

    private static boolean anyContains(List<AddressRange> ranges, AddressRange address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts)
                .map(text -> AddressRange.parse(text).orElseThrow())
                .toList();
    }
}
