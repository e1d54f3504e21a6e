package org.billwright.event.callback;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.http.AddressRange;

/** The host of a URL: a name to look up, or an address. */
sealed interface CallbackHost {
    /** A name, in lower case. */
    record Name(String name) implements CallbackHost {}

    /** An address in the URL itself. */
    record Literal(AddressRange address) implements CallbackHost {}

    /**
     * Letters, digits and hyphens (RFC 1123 §2.1), with a top-level domain that starts with a letter. No dot at the end: no
     * certificate is issued for such a name.
     */
    Pattern NAME = Pattern.compile("(?!.{254})(?!.*\\.[0-9][^.]*$)(?:LABEL\\.)*LABEL"
            .replace("LABEL", "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"));

    /** Some systems read such a host as an IPv4 address: 2130706433, 0x7f.1, 127.1, 0177.0.0.1. No top-level domain is a number. */
    Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:^|\\.)(?:0x[0-9a-f]*|[0-9]+)\\.?$");

    /** Parses the host of a URL, an IPv6 address in brackets; empty if it is invalid or ambiguous. */
    static Optional<CallbackHost> parse(String written) {
        var host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            return AddressRange.parse(host.substring(1, host.length() - 1))
                    .filter(address -> host.contains(":"))
                    .map(Literal::new);
        }
        if (ENDS_IN_A_NUMBER.matcher(host).find()) {
            // compared with the canonical notation, so that a lenient parser makes no difference
            return AddressRange.parse(host)
                    .filter(address -> address.canonical().equals(host))
                    .map(Literal::new);
        }
        return Optional.of(host).filter(NAME.asMatchPredicate()).map(Name::new);
    }
}
