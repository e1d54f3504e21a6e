package org.billwright.channel;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.billwright.api.Api;

/** Sends requests to the channel API. */
final class ChannelClient {
    static final String ACCOUNT = "8211990010032423";
    static final String BILL = "77645H00004961";
    static final String LINES = "appliedCustomerBillingRate";

    private ChannelClient() {}

    /** Sends a GET as the test's client on the channel APP; more headers as name, value, name, value … */
    static Api.Response get(String businessAndPath, String... headers) {
        return as(TestChannels.CLIENT, TestChannels.SECRET, "APP", businessAndPath, headers);
    }

    static Api.Response as(String client, String secret, String channel, String businessAndPath, String... headers) {
        var all = new ArrayList<>(List.of("client_id", client, "client_secret", secret, "channelId", channel));
        all.addAll(List.of(headers));
        return send("GET", businessAndPath, all);
    }

    static Api.Response send(String method, String businessAndPath, List<String> headers) {
        var request = HttpRequest.newBuilder(URI.create(Api.server() + "/dxp-ux/v1/" + businessAndPath))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return Api.send(headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new)));
    }

    static String lines(String business, String account, String bill) {
        return business + "/" + LINES + "?billingAccount.id=" + account + "&bill.id=" + bill;
    }

    static String error(int code, String message, String description) {
        return "{\"errors\":[{\"code\":" + code + ",\"message\":\"" + message + "\",\"description\":\"" + description
                + "\"}]}";
    }
}
