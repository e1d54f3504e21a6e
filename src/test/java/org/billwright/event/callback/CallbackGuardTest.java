package org.billwright.event.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.event.callback.CallbackGuard.Policy;
import org.billwright.event.callback.CallbackGuard.Rejected;
import org.billwright.event.callback.CallbackGuard.Unresolved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackGuardTest {
    private static final Map<String, List<String>> HOSTS = Map.ofEntries(
            Map.entry("biller.example", List.of("8.8.4.4")),
            Map.entry("dual.example", List.of("2a00:1450:4001::1", "8.8.8.8", "9.9.9.9")),
            Map.entry("six.example", List.of("2a00:1450:4001::1")),
            Map.entry("xn--bcher-kva.example", List.of("1.1.1.1")),
            Map.entry("10.0.0.1.example", List.of("1.1.1.1")),
            Map.entry("localhost", List.of("127.0.0.1", "::1")),
            Map.entry("localhost6", List.of("::1")),
            Map.entry("app.localhost", List.of("127.0.0.1")),
            Map.entry("metadata.internal", List.of("169.254.169.254")),
            Map.entry("billing.internal", List.of("10.1.2.3")),
            Map.entry("app.billing.internal", List.of("10.1.2.3")),
            Map.entry("127.0.0.1.example", List.of("127.0.0.1")),
            Map.entry("null", List.of("8.8.8.8")),
            Map.entry("mapped.example", List.of("::ffff:10.0.0.1")),
            Map.entry("nat64.example", List.of("64:ff9b::a00:1")),
            Map.entry("private-last.example", List.of("8.8.8.8", "10.0.0.1")),
            Map.entry("private-first.example", List.of("192.168.0.1", "8.8.8.8")),
            Map.entry("private-six.example", List.of("8.8.8.8", "fd00::1")),
            Map.entry("nowhere.example", List.of()));

    private static final List<String> NO_URLS = words("""
            /events //biller.example/events biller.example biller.example:443 https: https:biller.example
            https:/biller.example https:// https:///events https://:443/ https://?a=b
            """);
    private static final List<String> SCHEMES = words("""
            http://biller.example/ ftp://biller.example/ file:///etc/passwd gopher://biller.example/
            jar:https://biller.example/a.jar!/ javascript:alert(1) httpss://biller.example/
            """);
    private static final List<String> USERS_FRAGMENTS_PORTS = words("""
            https://user@biller.example/ https://user:secret@biller.example/ https://@biller.example/
            https://biller.example@127.0.0.1/ https://biller.example:80@127.0.0.1/
            https://user@my_biller.example/ https://biller.example/# https://biller.example/#part
            https://127.0.0.1#@biller.example/ https://biller.example:0/ https://biller.example:00/
            https://biller.example:65536/ https://biller.example:99999999999/ https://biller.example:-1/
            https://biller.example:https/ https://8.8.8.8:0/ https://[2a00:1450:4001::1]:65536/
            """);
    private static final List<String> NO_NAMES = words("""
            https://my_biller.example/ https://-biller.example/ https://biller-.example/
            https://biller..example/ https://.biller.example/ https://biller.example./ https://localhost./
            https://./ https://biller.123/ https://biller.0x7f/
            """);
    private static final List<String> NUMBERS = words("""
            https://2130706433/ https://134744072/ https://017700000001/ https://0x7f000001/
            https://0X7F000001/ https://0177.0.0.1/ https://127.0.0.01/ https://08.8.8.8/
            https://0x7f.0.0.1/ https://127.0.0.0x1/ https://127.1/ https://127.0.1/ https://8.8/ https://0/
            https://127.0.0.1./ https://8.8.8.8./ https://2130706433./ https://256.0.0.1/ https://1.2.3.4.5/
            """);
    private static final List<String> IPV4 = words("""
            https://127.0.0.1/ https://127.255.255.254:8443/ https://0.0.0.0/ https://10.0.0.1/
            https://172.16.0.1/ https://192.168.1.1/ https://169.254.169.254/latest/meta-data/
            https://100.64.0.1/ https://192.0.0.8/ https://192.0.2.1/ https://198.18.0.1/
            https://198.51.100.1/ https://203.0.113.1/ https://224.0.0.1/ https://240.0.0.1/
            https://255.255.255.255/
            """);
    private static final List<String> IPV6 = words("""
            https://[::]/ https://[::1]/ https://[0:0:0:0:0:0:0:1]/
            https://[0000:0000:0000:0000:0000:0000:0000:0001]:8443/ https://[fe80::1]/ https://[febf::1]/
            https://[fec0::1]/ https://[fc00::1]/ https://[FD00::1]/ https://[fd00:ec2::254]/
            https://[ff02::1]/ https://[2001:db8::1]/ https://[3fff::1]/ https://[100::1]/
            https://[2001::1]/ https://[2001:0:808:808::1]/ https://[5f00::1]/ https://[4000::1]/
            """);
    private static final List<String> IPV4_INSIDE = words("""
            https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/ https://[0:0:0:0:0:ffff:10.0.0.1]/
            https://[::FFFF:a9fe:a9fe]/ https://[::ffff:0.0.0.0]/ https://[::127.0.0.1]/
            https://[::8.8.8.8]/ https://[::ffff:0:8.8.8.8]/ https://[64:ff9b::8.8.8.8]/
            https://[64:ff9b::7f00:1]/ https://[64:ff9b:1::808:808]/ https://[2002:7f00:1::]/
            https://[2002:808:808::1]/ https://[::ffff:0177.0.0.1]/ https://[::ffff:08.8.8.8]/
            """);
    private static final List<String> BRACKETS = words("""
            https://[fe80::1%25eth0]/ https://[fe80::1%eth0]/ https://[2a00:1450:4001::1%25eth0]/
            https://[2a00:1450:4001::1%1]/ https://[8.8.8.8]/ https://[]/ https://[::1/ https://[1::2::3]/
            https://[12345::1]/ https://[v1.fe80]/ https://::1/ https://2a00:1450:4001::1/
            """);

    private static final Policy STRICT = new Policy(true, List.of());
    private static final CallbackGuard GUARD = new CallbackGuard(STRICT, CallbackGuardTest::lookUp);

    private static List<InetAddress> lookUp(String host) throws UnknownHostException {
        var addresses = HOSTS.get(host);
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        return addresses.stream().map(InetAddress::ofLiteral).toList();
    }

    private static List<String> words(String table) {
        return List.of(table.strip().split("\\s+", -1));
    }

    static Stream<String> refused() {
        return Stream.of(NO_URLS, SCHEMES, USERS_FRAGMENTS_PORTS, NO_NAMES, NUMBERS, IPV4, IPV6, IPV4_INSIDE, BRACKETS)
                .flatMap(List::stream);
    }

    private static CallbackGuard offline(Policy policy) {
        return new CallbackGuard(policy, host -> {
            throw new AssertionError("resolved by the network: " + host);
        });
    }

    private static CallbackGuard allowing(String... allowed) {
        return new CallbackGuard(new Policy(true, List.of(allowed)), CallbackGuardTest::lookUp);
    }

    @ParameterizedTest
    @MethodSource("refused")
    @ValueSource(
            strings = {
                " https://biller.example/",
                "https://biller.example/ ",
                "https://biller.example/a b",
                "https://biller.example/\r\nHost: other",
                "https://biller.example/\t",
                "https://biller.example/\u0000",
                "https://biller.example/\u007f",
                "https://biller.example/\u00a0",
                "https://biller.example/\u00e9",
                "https://b\u00fccher.example/",
                "https://\u2460\u2461\u2466.0.0.1/",
                "https://127\u30020\u30020\u30021/",
                "https://biller.example\\@127.0.0.1/",
                "https://%6cocalhost/",
                "https://127%2e0.0.1/",
                ""
            })
    void a_callback_is_rejected_without_the_network(String callback) {
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> offline(STRICT).check(callback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost6",
                "app.localhost",
                "metadata.internal",
                "billing.internal",
                "127.0.0.1.example",
                "mapped.example",
                "nat64.example",
                "private-last.example",
                "private-first.example",
                "private-six.example"
            })
    void a_name_is_rejected_if_any_of_its_addresses_is_not_allowed(String host) {
        var callback = GUARD.check("https://" + host + "/events");
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> GUARD.resolve(callback))
                .withMessage("leads to an address that is not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "https://biller.example, 8.8.4.4",
        "https://biller.example/, 8.8.4.4",
        "https://biller.example:8443/events?tenant=1&at=%20a, 8.8.4.4",
        "https://biller.example:1/, 8.8.4.4",
        "https://biller.example:65535/, 8.8.4.4",
        "HTTPS://Biller.EXAMPLE/events, 8.8.4.4",
        "https://xn--bcher-kva.example/, 1.1.1.1",
        "https://10.0.0.1.example/, 1.1.1.1",
        "https://dual.example/, 8.8.8.8",
        "https://six.example/, 2a00:1450:4001::1",
        "https://null/, 8.8.8.8",
        "https://8.8.8.8/, 8.8.8.8",
        "https://8.8.8.8:8443/, 8.8.8.8",
        "https://[2a00:1450:4001::1]/, 2a00:1450:4001::1",
        "https://[2A00:1450:4001:0:0:0:0:1]:8443/, 2a00:1450:4001::1",
        "https://[::ffff:8.8.8.8]/, 8.8.8.8",
        "https://[::ffff:808:808]/, 8.8.8.8"
    })
    void a_callback_to_public_addresses_is_resolved_to_one_IPv4_first(String callback, String address) {
        var checked = GUARD.check(callback);
        assertThat(checked).isEqualTo(URI.create(callback));
        assertThat(GUARD.resolve(checked)).isEqualTo(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({
        "-, 0.0.0.0, 0.255.255.255, 1.0.0.0",
        "9.255.255.255, 10.0.0.0, 10.255.255.255, 11.0.0.0",
        "100.63.255.255, 100.64.0.0, 100.127.255.255, 100.128.0.0",
        "126.255.255.255, 127.0.0.0, 127.255.255.255, 128.0.0.0",
        "169.253.255.255, 169.254.0.0, 169.254.255.255, 169.255.0.0",
        "172.15.255.255, 172.16.0.0, 172.31.255.255, 172.32.0.0",
        "191.255.255.255, 192.0.0.0, 192.0.0.255, 192.0.1.0",
        "192.0.1.255, 192.0.2.0, 192.0.2.255, 192.0.3.0",
        "192.88.98.255, 192.88.99.0, 192.88.99.255, 192.88.100.0",
        "192.167.255.255, 192.168.0.0, 192.168.255.255, 192.169.0.0",
        "198.17.255.255, 198.18.0.0, 198.19.255.255, 198.20.0.0",
        "198.51.99.255, 198.51.100.0, 198.51.100.255, 198.51.101.0",
        "203.0.112.255, 203.0.113.0, 203.0.113.255, 203.0.114.0",
        "223.255.255.255, 224.0.0.0, 255.255.255.255, -",
        "-, [::], [1fff:ffff::1], [2000::]",
        "[2000:ffff::1], [2001::], [2001:1ff:ffff::1], [2001:200::]",
        "[2001:db7:ffff::1], [2001:db8::], [2001:db8:ffff::1], [2001:db9::]",
        "[2001:ffff::1], [2002::], [2002:ffff::1], [2003::]",
        "[3ffe:ffff::1], [3fff::], [3fff:fff:ffff::1], [3fff:1000::]",
        "[3fff:ffff::1], [4000::], [ffff:ffff::1], -"
    })
    void a_special_range_is_rejected_from_its_first_address_to_its_last(
            String before, String first, String last, String after) {
        Stream.of(first, last)
                .forEach(host -> assertThatExceptionOfType(Rejected.class)
                        .isThrownBy(() -> offline(STRICT).check("https://" + host + "/")));
        Stream.of(before, after)
                .filter(host -> !host.equals("-"))
                .forEach(host -> assertThat(offline(STRICT).check("https://" + host + "/"))
                        .hasHost(host));
    }

    @ParameterizedTest
    @CsvSource({
        "billing.internal, https://billing.internal/, 10.1.2.3",
        "Billing.INTERNAL, https://billing.internal/, 10.1.2.3",
        "billing.internal, https://BILLING.internal/, 10.1.2.3",
        "localhost, https://localhost/, 127.0.0.1",
        "10.1.2.3, https://billing.internal/, 10.1.2.3",
        "10.0.0.0/8, https://billing.internal/, 10.1.2.3",
        "10.0.0.0/8, https://10.255.0.1/, 10.255.0.1",
        "10.0.0.0/8, https://[::ffff:10.1.2.3]/, 10.1.2.3",
        "10.0.0.0/8, https://[::ffff:a01:203]/, 10.1.2.3",
        "10.0.0.0/8, https://mapped.example/, 10.0.0.1",
        "10.0.0.0/8, https://private-last.example/, 8.8.8.8",
        "::ffff:10.0.0.0/104, https://10.1.2.3/, 10.1.2.3",
        "::ffff:10.1.2.3, https://10.1.2.3/, 10.1.2.3",
        "0.0.0.0/0, https://127.0.0.1/, 127.0.0.1",
        "fd00::/8, https://[fd12::1]/, fd12::1",
        "fd00::1, https://private-six.example/, 8.8.8.8",
        "64:ff9b::/96, https://nat64.example/, 64:ff9b::a00:1"
    })
    void what_the_operator_allows_is_accepted(String allowed, String callback, String address) {
        var guard = allowing(allowed);
        assertThat(guard.resolve(guard.check(callback))).isEqualTo(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({
        "billing.internal, https://10.1.2.3/",
        "billing.internal, https://metadata.internal/",
        "billing.internal, https://app.billing.internal/",
        "internal, https://billing.internal/",
        "10.1.2.4, https://10.1.2.3/",
        "10.0.0.0/16, https://10.1.2.3/",
        "10.0.0.0/8, https://localhost/",
        "10.0.0.0/8, https://private-first.example/",
        "10.0.0.0/8, https://[::10.1.2.3]/",
        "10.0.0.0/8, https://[64:ff9b::10.1.2.3]/",
        "127.0.0.1, https://localhost/",
        "127.0.0.1, https://2130706433/",
        "::/0, https://10.1.2.3/",
        "0.0.0.0/0, https://[::1]/"
    })
    void nothing_beyond_the_allow_list_is_accepted(String allowed, String callback) {
        var guard = allowing(allowed);
        assertThatExceptionOfType(Rejected.class).isThrownBy(() -> guard.resolve(guard.check(callback)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.internal",
                "10.*.*.*",
                "10.0.0.1-9",
                "10.1",
                "167772161",
                "010.0.0.1",
                "0x0a.0.0.1",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/255.0.0.0",
                "10.1.2.3/8",
                "fd00::1/8",
                "fd00::/129",
                "fe80::1%eth0",
                "[fd00::1]",
                "billing.internal.",
                "billing.internal:443",
                "https://billing.internal",
                "my_biller"
            })
    void an_ambiguous_policy_is_rejected(String allowed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy(true, List.of(allowed)))
                .withMessageContaining(allowed);
    }

    @Test
    void http_is_accepted_only_if_it_is_configured() {
        var lenient = new CallbackGuard(new Policy(false, List.of()), CallbackGuardTest::lookUp);
        for (var scheme : List.of("http", "https", "HTTP")) {
            assertThat(lenient.resolve(lenient.check(scheme + "://biller.example/")))
                    .isEqualTo(InetAddress.ofLiteral("8.8.4.4"));
        }
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> lenient.check("ftp://biller.example/"))
                .withMessage("must be an http or https URL");
        assertThatExceptionOfType(Rejected.class).isThrownBy(() -> lenient.check("http://10.0.0.1/"));
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> GUARD.check("http://biller.example/"))
                .withMessage("must be an https URL");
    }

    @Test
    void the_scheme_is_normalized_to_lower_case() {
        assertThat(GUARD.check("HttpS://Biller.example/Events?A=B")).hasToString("https://Biller.example/Events?A=B");
    }

    @Test
    void a_stored_callback_is_checked_against_the_current_policy() {
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> offline(STRICT).resolve(URI.create("http://biller.example/")));
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> offline(STRICT).resolve(URI.create("https://10.0.0.1/")));
    }

    @Test
    void a_name_is_resolved_when_the_callback_is_used() {
        var answers = new ArrayDeque<>(List.of("8.8.8.8", "127.0.0.1", "9.9.9.9"));
        var guard = new CallbackGuard(STRICT, host -> List.of(InetAddress.ofLiteral(answers.remove())));
        var callback = guard.check("https://rebinding.example/");

        assertThat(guard.resolve(callback)).isEqualTo(InetAddress.ofLiteral("8.8.8.8"));
        assertThatExceptionOfType(Rejected.class).isThrownBy(() -> guard.resolve(callback));
        assertThat(guard.resolve(callback)).isEqualTo(InetAddress.ofLiteral("9.9.9.9"));
        assertThat(answers).as("the name was resolved once each time").isEmpty();
    }

    @Test
    void an_IPv4_mapped_address_of_a_name_is_treated_as_IPv4() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        InetAddress six = Inet6Address.getByAddress("mapped.example", mapped, -1);
        var guard = new CallbackGuard(STRICT, host -> List.of(six));
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> guard.resolve(URI.create("https://mapped.example/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown.example", "nowhere.example"})
    void an_unknown_host_is_unresolved_and_not_rejected(String host) {
        var callback = GUARD.check("https://" + host + "/");
        assertThatExceptionOfType(Unresolved.class)
                .isThrownBy(() -> GUARD.resolve(callback))
                .withMessage("has a host that is not known: " + host);
    }

    @Test
    void literal_addresses_are_not_resolved() {
        assertThat(offline(STRICT).resolve(URI.create("https://8.8.8.8/"))).isEqualTo(InetAddress.ofLiteral("8.8.8.8"));
    }

    @Test
    void a_callback_has_a_maximum_length() {
        var longest = "https://biller.example/".concat("a".repeat(CallbackGuard.MAX_CHARACTERS - 23));
        assertThat(GUARD.check(longest)).hasToString(longest);
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> GUARD.check(longest + "a"))
                .withMessage("must have at most 2000 characters");
        assertThatExceptionOfType(Rejected.class)
                .isThrownBy(() -> GUARD.check("https://" + "a.".repeat(126) + "example/"));
    }
}
