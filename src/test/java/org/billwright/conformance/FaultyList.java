package org.billwright.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;

/** The list of one resource in {@link FaultyServer}: filters, sort, fields, pages. */
final class FaultyList {
    private static final int LIMIT = 100;
    private static final Pattern JSON_PATH = Pattern.compile("\\$\\[\\?\\(@\\.([a-z.]+)=='(.*)'\\)]");
    private static final Set<String> DIRECTIVES = Set.of("fields", "sort", "offset", "limit");

    private final boolean isBills;
    private final String resource;
    private final List<ObjectNode> items;
    private final Optional<ServerFault> fault;
    private final String url;
    private final String message;

    FaultyList(String resource, List<ObjectNode> items, Optional<ServerFault> fault, String url, String message) {
        this.resource = resource;
        this.isBills = resource.equals(FaultyServer.BILLS);
        this.items = items;
        this.fault = fault;
        this.url = url;
        this.message = message;
    }

    private boolean has(ServerFault one) {
        return isBills && fault.filter(one::equals).isPresent();
    }

    FaultyReply reply(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (var parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            var parts = parameter.split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        var matching = new ArrayList<>(items);
        boolean isJoint = parameters.containsKey("state") && parameters.containsKey("billingAccount.id");
        for (var parameter : parameters.entrySet()) {
            if (DIRECTIVES.contains(parameter.getKey())) {
                continue;
            }
            boolean isLeftOut = isJoint
                    && has(ServerFault.AND_TAKES_THE_FIRST_CONDITION)
                    && parameter.getKey().equals("billingAccount.id");
            var refused = isLeftOut
                    ? Optional.<FaultyReply>empty()
                    : filter(matching, parameter.getKey(), parameter.getValue());
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        sort(matching, parameters.getOrDefault("sort", ""));
        return page(matching, parameters, query);
    }

    private Optional<FaultyReply> filter(List<ObjectNode> matching, String name, String raw) {
        var jsonPath = JSON_PATH.matcher(decoded(raw));
        if (name.equals("filter") && jsonPath.matches()) {
            return has(ServerFault.JSONPATH_IGNORED)
                    ? Optional.empty()
                    : filter(matching, jsonPath.group(1), jsonPath.group(2));
        }
        boolean isRange = name.endsWith(".gt") || name.endsWith(".lt");
        var path = isRange ? name.substring(0, name.length() - 3) : name;
        if (items.stream().allMatch(item -> AttributeValues.at(item, path).isEmpty())) {
            return unknown();
        }
        if (isRange) {
            return range(matching, path, name.endsWith(".gt"), decoded(raw));
        }
        var all = List.of(raw.split(",", -1)).stream().map(FaultyList::decoded).toList();
        var values = has(ServerFault.OR_TAKES_THE_FIRST_VALUE) ? all.subList(0, 1) : all;
        if (isIgnored(path, matching, values)) {
            return Optional.empty();
        }
        boolean isLost = has(ServerFault.FILTER_LOSES_AN_ITEM) && path.equals("category");
        matching.removeIf(item -> AttributeValues.at(item, path).stream()
                .noneMatch(value -> values.stream()
                        .anyMatch(wanted -> value.isNumber()
                                ? value.decimalValue().compareTo(new BigDecimal(wanted)) == 0
                                : value.asText().equals(wanted))));
        if (isLost && !matching.isEmpty()) {
            matching.removeFirst();
        }
        return Optional.empty();
    }

    private boolean isIgnored(String path, List<ObjectNode> matching, List<String> values) {
        boolean isOfRates = resource.equals("appliedCustomerBillingRate")
                && path.equals("bill.id")
                && fault.filter(ServerFault.FILTER_OF_RATES_IGNORED::equals).isPresent();
        boolean isWithoutMatch = has(ServerFault.FILTER_WITHOUT_MATCH_GIVES_ALL)
                && path.equals("billNo")
                && matching.stream()
                        .noneMatch(item -> values.contains(item.path("billNo").textValue()));
        return isOfRates || isWithoutMatch || (has(ServerFault.FILTER_IGNORED) && path.equals("category"));
    }

    private Optional<FaultyReply> unknown() {
        if (has(ServerFault.UNKNOWN_ATTRIBUTE_IGNORED)) {
            return Optional.empty();
        }
        int status = has(ServerFault.UNKNOWN_ATTRIBUTE_GIVES_500) ? 500 : 400;
        return Optional.of(error(status));
    }

    private Optional<FaultyReply> range(List<ObjectNode> matching, String path, boolean isGreater, String value) {
        Optional<OffsetDateTime> time = DateTimes.parse(value);
        Predicate<ObjectNode> matches;
        if (time.isPresent()) {
            boolean isInclusive = has(ServerFault.FILTER_BY_RANGE_INCLUDES_THE_LIMIT) && path.equals("billDate");
            matches = item -> AttributeValues.time(item, path)
                    .filter(other -> isGreater ? other.isAfter(time.get()) : other.isBefore(time.get()))
                    .or(() -> AttributeValues.time(item, path)
                            .filter(other -> isInclusive && isGreater && other.isEqual(time.get())))
                    .isPresent();
        } else if (value.matches("-?[0-9.]+")) {
            int sign = isGreater ? 1 : -1;
            matches = item -> AttributeValues.at(item, path).stream()
                    .anyMatch(
                            other -> other.isNumber() && other.decimalValue().compareTo(new BigDecimal(value)) == sign);
        } else {
            return has(ServerFault.INVALID_DATE_IGNORED) ? Optional.empty() : Optional.of(error(400));
        }
        matching.removeIf(matches.negate());
        return Optional.empty();
    }

    private FaultyReply error(int status) {
        boolean isOther =
                fault.filter(ServerFault.STATUS_IN_ERROR_IS_ANOTHER::equals).isPresent();
        return FaultyReply.error(status, isOther ? 999 - status : status, message);
    }

    private void sort(List<ObjectNode> matching, String sort) {
        if (sort.isEmpty() || has(ServerFault.SORT_IGNORED)) {
            return;
        }
        var key = sort.startsWith("-") ? sort.substring(1) : sort;
        Comparator<ObjectNode> order =
                Comparator.comparing(item -> item.path(key).asText());
        matching.sort(sort.startsWith("-") ? order.reversed() : order);
    }

    private FaultyReply page(List<ObjectNode> matching, Map<String, String> parameters, String query) {
        boolean isPaged = parameters.containsKey("offset") || parameters.containsKey("limit");
        int offset;
        int limit;
        try {
            offset = number(parameters.getOrDefault("offset", "0"));
            limit = number(parameters.getOrDefault("limit", String.valueOf(LIMIT)));
        } catch (NumberFormatException e) {
            return error(400);
        }
        int total = matching.size();
        var page = matching.subList(from(offset, total), Math.min(total, from(offset, total) + limit));
        boolean isPart = isPaged && page.size() < total && !page.isEmpty() && !has(ServerFault.STATUS_200_FOR_A_PART);
        var body = Json.array();
        page.forEach(item -> body.add(selected(item, query)));
        var reply = FaultyReply.of(isPart ? 206 : 200, body)
                .with("X-Total-Count", String.valueOf(total + (has(ServerFault.TOTAL_TOO_HIGH) ? 1 : 0)))
                .with("X-Result-Count", String.valueOf(page.size() + (has(ServerFault.RESULT_COUNT_WRONG) ? 1 : 0)));
        int next = offset + limit * (has(ServerFault.NEXT_LINK_SKIPS_A_PAGE) ? 2 : 1);
        int end = total + (has(ServerFault.PAGES_OVERLAP) ? 1 : 0);
        return next < end
                ? reply.with(
                        "Link",
                        "<" + url + "?limit=" + limit + ">; rel=\"first\", <" + url + "?limit=" + limit + "&offset="
                                + next + ">; rel=\"next\"")
                : reply;
    }

    private int number(String text) {
        boolean isInvalid = !text.matches("[0-9]{1,9}");
        if (isInvalid && !has(ServerFault.INVALID_OFFSET_ACCEPTED)) {
            throw new NumberFormatException(text);
        }
        return isInvalid ? 0 : Integer.parseInt(text);
    }

    private int from(int offset, int total) {
        if (offset > 0 && has(ServerFault.PAGES_OVERLAP)) {
            return Math.min(offset - 1, total);
        }
        if (offset > 0 && has(ServerFault.PAGES_LEAVE_A_GAP)) {
            return Math.min(offset + 1, total);
        }
        return offset > 1_000 && has(ServerFault.END_STARTS_AGAIN) ? 0 : Math.min(offset, total);
    }

    private ObjectNode selected(ObjectNode item, String query) {
        var shown = item.deepCopy();
        if (query.contains("fields=") && !has(ServerFault.FIELDS_OF_A_LIST_IGNORED)) {
            select(shown, query);
        }
        return shown;
    }

    /** Leaves what {@code fields} names, which comes first or last in a query. */
    static void select(ObjectNode item, String query) {
        var names = query.replaceAll(".*fields=", "").replaceAll("&.*", "").split(",", -1);
        var kept = new ArrayList<>(List.of(names));
        kept.addAll(List.of("id", "href", "@type"));
        item.retain(kept);
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value, UTF_8);
    }
}
