package org.billwright.event;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One address, or the addresses below a prefix. An IPv4 address written as an IPv6 one ({@code ::ffff:10.0.0.1}) is the
 * IPv4 address here, since it is that one which a connection reaches.
 */
record AddressRange(IPAddress block) {
    /**
     * Only what everybody reads in the same way: the library also knows octal, hexadecimal and short forms, wildcards,
     * masks and base 85, and takes nothing for the loopback address.
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

    AddressRange {
        if (block.isIPv6() && block.toIPv6().isIPv4Mapped()) {
            block = block.toIPv6().getEmbeddedIPv4Address();
        }
    }

    /** Reads {@code 10.0.0.1}, {@code 10.0.0.0/8} or the like; empty if it is neither or has bits beside its prefix. */
    static Optional<AddressRange> parse(String text) {
        return Optional.ofNullable(new IPAddressString(text, STRICT).getAddress())
                .filter(block -> !block.isPrefixed() || block.isPrefixBlock())
                .map(AddressRange::new);
    }

    /** The one address. By its bytes: the interface that an IPv6 address was seen on is no part of it. */
    static AddressRange of(InetAddress address) {
        return new AddressRange(new IPAddressGenerator().from(address.getAddress()));
    }

    boolean contains(AddressRange other) {
        return block.contains(other.block);
    }

    boolean isIPv4() {
        return block.isIPv4();
    }

    /** As it is usually written. */
    String canonical() {
        return block.toCanonicalString();
    }

    /** To connect to: the only address of this range, or its first. */
    InetAddress address() {
        return block.toInetAddress();
    }
}
