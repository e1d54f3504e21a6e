package org.billwright.event.callback;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import org.billwright.http.AddressRange;

/**
 * Guards against server-side request forgery by callbacks: a subscriber gives a URL that this server opens from inside the
 * operator's network. A callback may lead to public addresses only, and to private ones that the operator allows.
 */
public final class CallbackGuard {
    /** The maximum length of a callback, in characters. */
    public static final int MAX_CHARACTERS = 2000;

    /** Resolves host names as the operating system does. Blocks for the network. */
    public static final HostResolver SYSTEM_RESOLVER = host -> List.of(InetAddress.getAllByName(host));

    private final List<String> schemes;
    private final AllowList allowed;
    private final HostResolver resolver;

    /** A guard by this policy. The resolver is {@link #SYSTEM_RESOLVER}, except in tests. */
    public CallbackGuard(Policy policy, HostResolver resolver) {
        this.schemes = policy.httpsRequired() ? List.of("https") : List.of("http", "https");
        this.allowed = AllowList.of(policy.allowed());
        this.resolver = resolver;
    }

    /**
     * What the operator allows.
     *
     * @param httpsRequired whether a callback by plain HTTP is rejected
     * @param allowed private hosts that are allowed: names, addresses ({@code 10.1.2.3}, {@code fd00::1}) and address ranges
     *     ({@code 10.0.0.0/8})
     */
    public record Policy(boolean httpsRequired, List<String> allowed) {
        /** Throws {@link IllegalArgumentException} if an entry is none of them. */
        public Policy {
            allowed = AllowList.of(allowed).entries();
        }
    }

    /** Looks up the addresses of a host name. */
    @FunctionalInterface
    public interface HostResolver {
        /** All addresses of the host. Throws {@link UnknownHostException} if there are none, or none at the moment. */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    /** The callback is not allowed. The message is for the client: it continues "the callback". */
    public static final class Rejected extends RuntimeException {
        Rejected(String message) {
            super(message, null, false, false);
        }

        static void unless(boolean condition, String message) {
            if (!condition) {
                throw new Rejected(message);
            }
        }
    }

    /** The callback's host cannot be resolved, perhaps only for a while. The message is for the client, as that of {@link Rejected}. */
    public static final class Unresolved extends RuntimeException {
        Unresolved(String host) {
            super("has a host that is not known: " + host, null, false, false);
        }
    }

    /** Parses a callback and makes all checks that need no network. Throws {@link Rejected}. */
    public URI check(String callback) {
        return parse(callback).uri();
    }

    /**
     * Resolves the callback's host to the address to connect to. Connect to this address only, with the host name in the TLS
     * handshake and in the {@code Host} header: a second resolution could give another address. Checks the callback again,
     * because the policy may have changed. Throws {@link Rejected} if any of the host's addresses is not allowed, and
     * {@link Unresolved} if there are none.
     */
    public InetAddress resolve(URI callback) {
        return switch (parse(callback.toString()).host()) {
            case CallbackHost.Literal(var address) -> address.address();
            case CallbackHost.Name(var name) -> resolve(name);
        };
    }

    private CallbackUrl parse(String callback) {
        var url = CallbackUrl.parse(callback, schemes);
        if (url.host() instanceof CallbackHost.Literal(var address)) {
            requireAllowed(address);
        }
        return url;
    }

    private InetAddress resolve(String name) {
        var addresses = lookUp(name).stream().map(AddressRange::of).toList();
        if (!allowed.allowsName(name)) {
            addresses.forEach(this::requireAllowed);
        }
        // IPv4 first: every network has it, and without IPv6 a connection attempt to it takes the whole timeout
        return addresses.stream()
                .min(Comparator.comparing(address -> !address.isIPv4()))
                .map(AddressRange::address)
                .orElseThrow(() -> new Unresolved(name));
    }

    private List<InetAddress> lookUp(String name) {
        try {
            return resolver.resolve(name);
        } catch (UnknownHostException unknown) {
            throw new Unresolved(name);
        }
    }

    private void requireAllowed(AddressRange address) {
        Rejected.unless(
                PublicAddresses.contain(address) || allowed.allowsAddress(address),
                "leads to an address that is not allowed");
    }
}
