package org.billwright.event;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the callbacks of subscriptions out of the operator's own network: a subscriber names a URL, and this server
 * would open it from inside. A callback leads to public addresses only, but for those that the operator allows.
 */
public final class CallbackGuard {
    /** The most characters of a callback. */
    public static final int MOST_CHARACTERS = 2000;

    /** Names as the system resolves them. Waits for the network. */
    public static final Names SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    private final List<String> schemes;
    private final AllowList allowed;
    private final Names names;

    /** With where host names are looked up: {@link #SYSTEM}, but for tests. */
    public CallbackGuard(Policy policy, Names names) {
        this.schemes = policy.httpsRequired() ? List.of("https") : List.of("http", "https");
        this.allowed = AllowList.of(policy.allowed());
        this.names = names;
    }

    /**
     * What the operator wants.
     *
     * @param httpsRequired whether a callback in the clear is refused
     * @param allowed let through although private: host names, and addresses ({@code 10.1.2.3}, {@code fd00::1}) or
     *     ranges of them ({@code 10.0.0.0/8})
     */
    public record Policy(boolean httpsRequired, List<String> allowed) {
        /** Throws {@link IllegalArgumentException} if an entry is none of these. */
        public Policy {
            allowed = AllowList.of(allowed).entries();
        }
    }

    /** Where the addresses of a host name come from. */
    @FunctionalInterface
    public interface Names {
        /** All addresses of the host. Throws {@link UnknownHostException} if there are none, or none at present. */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** This callback will never do. The message is for the client: it continues "the callback". */
    public static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message, null, false, false);
        }

        static void unless(boolean condition, String otherwise) {
            if (!condition) {
                throw new Refused(otherwise);
            }
        }
    }

    /** The callback's host is not known, which may pass. The message is for the client, as that of {@link Refused}. */
    public static final class Unresolved extends RuntimeException {
        Unresolved(String host) {
            super("has a host that is not known: " + host, null, false, false);
        }
    }

    /** Reads a callback and checks all that needs no network. Throws {@link Refused}. */
    public URI check(String callback) {
        return read(callback).uri();
    }

    /**
     * The address to connect to, of the callback's host as it resolves now. Connect to this address and no other, with
     * the host's name in the TLS handshake and in the {@code Host} header: were the name resolved once more, the answer
     * could be another. Checks the callback again, since the policy may have changed. Throws {@link Refused} if any of
     * the host's addresses is not allowed, {@link Unresolved} if there are none.
     */
    public InetAddress resolve(URI callback) {
        return switch (read(callback.toString()).host()) {
            case CallbackHost.Literal(var address) -> address.address();
            case CallbackHost.Name(var name) -> resolve(name);
        };
    }

    private CallbackUrl read(String callback) {
        var url = CallbackUrl.parse(callback, schemes);
        if (url.host() instanceof CallbackHost.Literal(var address)) {
            requireAllowed(address);
        }
        return url;
    }

    private InetAddress resolve(String name) {
        var addresses = lookUp(name).stream().map(AddressRange::of).toList();
        if (!allowed.name(name)) {
            addresses.forEach(this::requireAllowed);
        }
        // IPv4 first: every network has it, and where IPv6 is missing, connecting to it takes the whole timeout
        return addresses.stream()
                .min(Comparator.comparing(address -> !address.isIPv4()))
                .map(AddressRange::address)
                .orElseThrow(() -> new Unresolved(name));
    }

    private List<InetAddress> lookUp(String name) {
        try {
            return names.resolve(name);
        } catch (UnknownHostException unknown) {
            throw new Unresolved(name);
        }
    }

    private void requireAllowed(AddressRange address) {
        Refused.unless(
                PublicAddresses.contain(address) || allowed.address(address),
                "leads to an address that is not allowed");
    }
}
