package org.billwright.http;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One address, or the addresses with a common prefix. An IPv4-mapped IPv6 address ({@code ::ffff:10.0.0.1}) is treated as the
 * IPv4 address, because a connection reaches that one.
 */
public record AddressRange(IPAddress block) {
    /**
     * Only notations that every parser reads in the same way. By default the library also accepts octal, hexadecimal and short
     * forms, wildcards, masks and base 85, and reads an empty text as the loopback address.
     */
    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowPrefixOnly(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .allowLeadingZeros(false)
            .allowBinary(false)
            .getParentBuilder()
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .allowBase85(false)
            .allowBinary(false)
            .getEmbeddedIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .allowLeadingZeros(false)
            .allowBinary(false)
            .getEmbeddedIPv4AddressParentBuilder()
            .getParentBuilder()
            .toParams();

    /** Takes an IPv4-mapped address as the IPv4 address. */
    public AddressRange {
        if (block.isIPv6() && block.toIPv6().isIPv4Mapped()) {
            block = block.toIPv6().getEmbeddedIPv4Address();
        }
    }

    /** Parses {@code 10.0.0.1} or {@code 10.0.0.0/8}; empty if it is neither, or has bits set after its prefix. */
    public static Optional<AddressRange> parse(String text) {
        return Optional.ofNullable(new IPAddressString(text, STRICT).getAddress())
                .filter(block -> !block.isPrefixed() || block.isPrefixBlock())
                .map(AddressRange::new);
    }

    /** One address, by its bytes, without the scope (network interface) of an IPv6 address. */
    public static AddressRange of(InetAddress address) {
        return new AddressRange(new IPAddressGenerator().from(address.getAddress()));
    }

    /** Whether all addresses of the other range are in this one. */
    public boolean contains(AddressRange other) {
        return block.contains(other.block);
    }

    /** Whether its addresses are IPv4 addresses. */
    public boolean isIPv4() {
        return block.isIPv4();
    }

    /** The canonical notation. */
    public String canonical() {
        return block.toCanonicalString();
    }

    /** The address to connect to: the only one of this range, or its first. */
    public InetAddress address() {
        return block.toInetAddress();
    }
}
