package org.billwright.channel;

import static org.billwright.problem.ProblemException.unless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;

/** A business as JSON, in the same form in the configuration file and in the database. */
final class BusinessDocument {
    private static final int MAX_MONTHS = 120;
    private static final int DEFAULT_MONTHS = 3;
    private static final Set<String> ATTRIBUTES = Set.of(
            "id",
            "tenant",
            "timeZone",
            "currency",
            "channel",
            "requiredHeader",
            "dateForm",
            "lineType",
            "billState",
            "windowMonths",
            "strictLob",
            "source",
            "sourceByLob");

    private BusinessDocument() {}

    /** Reads a business's document; an invalid one is a {@link org.billwright.problem.Problem.InvalidBody}. */
    static Business read(ObjectNode document) {
        document.fieldNames()
                .forEachRemaining(name -> unless(ATTRIBUTES.contains(name), name, "is not an attribute of a business"));
        var id = text(document, "id").orElse("").toUpperCase(Locale.ROOT);
        unless(Set.of(Locale.getISOCountries()).contains(id), "id", "must be a country of ISO 3166, in two letters");
        return new Business(
                id,
                text(document, "tenant").orElse(id),
                zone(document),
                currency(document),
                channels(document.path("channel")),
                texts(document, "requiredHeader").orElse(List.of()),
                dateStyle(document),
                lineTypes(document),
                texts(document, "billState").<Set<String>>map(TreeSet::new).orElseGet(Set::of),
                months(document),
                document.path("strictLob").asBoolean(false),
                text(document, "source").orElse(Business.LOCAL),
                sourceByLob(document.path("sourceByLob")));
    }

    /** The document that is stored. */
    static String write(Business business) {
        var document = Json.object()
                .put("id", business.id())
                .put("tenant", business.tenant())
                .put("timeZone", business.timeZone().getId())
                .put("currency", business.currency());
        var list = document.putArray("channel");
        business.channels().forEach((channel, operations) -> {
            var words = list.addObject().put("id", channel).putArray("operation");
            operations.forEach(operation -> words.add(operation.code()));
        });
        business.requiredHeaders().forEach(document.putArray("requiredHeader")::add);
        document.put("dateForm", business.dateStyle().code());
        business.lineTypes().forEach(document.putArray("lineType")::add);
        business.billStates().forEach(document.putArray("billState")::add);
        document.put("windowMonths", business.windowMonths())
                .put("strictLob", business.strictLob())
                .put("source", business.source());
        var byLob = document.putObject("sourceByLob");
        business.sourceByLob().forEach(byLob::put);
        return Json.write(document);
    }

    private static ZoneId zone(ObjectNode document) {
        try {
            return ZoneId.of(text(document, "timeZone").orElse(""));
        } catch (DateTimeException e) {
            unless(false, "timeZone", "must be a time zone, such as America/Puerto_Rico");
            throw e;
        }
    }

    private static String currency(ObjectNode document) {
        var currency = text(document, "currency").orElse("");
        try {
            Money.minorDigits(currency);
        } catch (IllegalArgumentException e) {
            unless(false, "currency", "must be a currency of ISO 4217");
        }
        return currency;
    }

    private static Map<String, Set<ChannelOperation>> channels(JsonNode list) {
        unless(list.isArray() && !list.isEmpty(), "channel", "must be an array of channels");
        var channels = new TreeMap<String, Set<ChannelOperation>>();
        for (var channel : list) {
            var operations = new TreeSet<ChannelOperation>();
            texts(channel, "operation")
                    .orElseGet(() -> List.of(ChannelOperation.LIST_RATES.code()))
                    .forEach(word -> {
                        var operation = ChannelOperation.of(word);
                        unless(operation.isPresent(), "channel.operation", "does not know '" + word + "'");
                        operation.ifPresent(operations::add);
                    });
            var id = text(channel, "id").orElse("");
            unless(!id.isEmpty() && channels.put(id, operations) == null, "channel.id", "must be there, and differ");
        }
        return channels;
    }

    private static DateStyle dateStyle(ObjectNode document) {
        var form = text(document, "dateForm").map(DateStyle::of).orElse(Optional.of(DateStyle.ISO));
        unless(form.isPresent(), "dateForm", "must be iso or dotted");
        return form.orElseThrow();
    }

    /** The codes are not checked against a list: a business may have its own. */
    private static Set<String> lineTypes(ObjectNode document) {
        var types = texts(document, "lineType").<Set<String>>map(TreeSet::new).orElseGet(LineType::shownByDefault);
        unless(LineType.NEVER.stream().noneMatch(types::contains), "lineType", "cannot be among " + LineType.NEVER);
        return types;
    }

    private static int months(ObjectNode document) {
        int months = document.path("windowMonths").asInt(DEFAULT_MONTHS);
        unless(months >= 1 && months <= MAX_MONTHS, "windowMonths", "must be 1 to " + MAX_MONTHS);
        return months;
    }

    private static Map<String, String> sourceByLob(JsonNode object) {
        var byLob = new TreeMap<String, String>();
        object.properties().forEach(entry -> {
            unless(
                    Business.LINES_OF_BUSINESS.contains(entry.getKey()),
                    "sourceByLob",
                    "must be among " + Business.LINES_OF_BUSINESS);
            byLob.put(entry.getKey(), entry.getValue().asText());
        });
        return byLob;
    }

    private static Optional<String> text(JsonNode document, String attribute) {
        return JsonValues.text(document, attribute).filter(text -> !text.isBlank());
    }

    private static Optional<List<String>> texts(JsonNode document, String attribute) {
        if (!document.has(attribute)) {
            return Optional.empty();
        }
        unless(document.path(attribute).isArray(), attribute, "must be an array of texts");
        var texts = new ArrayList<String>();
        document.path(attribute).forEach(text -> {
            unless(text.isTextual(), attribute, "must be an array of texts");
            texts.add(text.asText());
        });
        return Optional.of(List.copyOf(texts));
    }
}
