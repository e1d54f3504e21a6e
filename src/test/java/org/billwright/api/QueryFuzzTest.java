package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Query strings that nobody means: each has an answer that blames no server, with a body. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class QueryFuzzTest {
    private static final int STRINGS = 20_000;
    private static final int AT_ONCE = 32;
    private static final String[] PIECES = {
        "state",
        "billNo",
        "billDate",
        "amountDue.value",
        "taxItem.taxRate",
        "relatedParty.id",
        "foo",
        "id",
        "@type",
        ".",
        "..",
        "=",
        "==",
        "%3D",
        "%3E",
        "%3C%3D",
        ".gt=",
        ".regex=",
        ".ne=",
        "%3D~",
        "!=",
        "&",
        ";",
        ",",
        "%2C",
        "%26",
        "sent",
        "10",
        "2026-01-31",
        "2026-01-31T00:00:00Z",
        "'",
        "%27",
        "%22",
        "--",
        "%00",
        "%C3%A9",
        "%F0%9F%98%80",
        "%ED%A0%80",
        "+",
        "*",
        "(",
        ")",
        "%5B",
        "%5D",
        "%7B",
        "%7D",
        "%5C",
        "%5C1",
        "%7C",
        "$",
        "filter=",
        "$%5B?(@.",
        ")%5D",
        "sort=",
        "-",
        "fields=",
        "limit=",
        "offset=",
        "cursor=",
        "1",
        "0",
        "99999999999",
        "-1",
        "1e9",
        "%zz",
        "%",
        "null",
        "true",
        "a".repeat(300)
    };

    @Test
    void no_query_string_is_the_servers_fault() {
        var random = new Random(20_000);
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var statuses = new TreeMap<Integer, Integer>();
        for (int done = 0; done < STRINGS; done += AT_ONCE) {
            var asked = new ArrayList<java.util.concurrent.CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < AT_ONCE; i++) {
                asked.add(client.sendAsync(request(random), HttpResponse.BodyHandlers.ofString()));
            }
            asked.forEach(answer -> check(answer.join(), statuses));
        }
        assertThat(statuses.keySet()).as(statuses.toString()).isSubsetOf(List.of(200, 206, 400, 501));
        assertThat(statuses).as("the fuzz reaches the database").containsKeys(200, 206, 400);
    }

    private static HttpRequest request(Random random) {
        var query = new StringBuilder();
        for (int i = random.nextInt(9); i >= 0; i--) {
            query.append(PIECES[random.nextInt(PIECES.length)]);
        }
        var resource = random.nextBoolean() ? "customerBill" : "appliedCustomerBillingRate";
        var text = query.toString().replace("%zz", "%25zz").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        return HttpRequest.newBuilder(URI.create(Api.v4() + resource + "?limit=2&" + text))
                .build();
    }

    private static void check(HttpResponse<String> answer, Map<Integer, Integer> statuses) {
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isNotIn(500, 503);
        assertThat(answer.body())
                .as(answer.uri().toString())
                .startsWith(answer.statusCode() < 300 ? "[" : "{\"code\":");
    }
}
