package org.billwright.console.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.Links;
import org.billwright.query.PercentEncoding;

/** Names and values, as a form sends them or a query has them (application/x-www-form-urlencoded). */
public final class FormValues {
    private final Map<String, List<String>> values;

    private FormValues(Map<String, List<String>> values) {
        this.values = values;
    }

    /** No values. */
    public static FormValues none() {
        return new FormValues(Map.of());
    }

    /** One value of each name. */
    public static FormValues of(Map<String, String> values) {
        var lists = new LinkedHashMap<String, List<String>>();
        values.forEach((name, value) -> lists.put(name, List.of(value)));
        return new FormValues(lists);
    }

    /** Reads names and values. Invalid UTF-8 is a client's error. */
    public static FormValues parse(String encoded) {
        var found = new LinkedHashMap<String, List<String>>();
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                var parts = pair.split("=", 2);
                found.computeIfAbsent(PercentEncoding.decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length == 2 ? PercentEncoding.decode(parts[1]) : "");
            }
        }
        return new FormValues(found);
    }

    /** The first value of a name without the blanks around it; empty where it has none. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name))
                .map(list -> list.getFirst().strip())
                .filter(value -> !value.isEmpty());
    }

    /** The same, or an empty text. */
    public String get(String name) {
        return find(name).orElse("");
    }

    /** All values of a name. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** These values with another one, as a query; an empty value removes the name. */
    public String with(String name, String value) {
        var pairs = new ArrayList<String>();
        values.forEach((other, list) -> {
            if (!other.equals(name)) {
                list.stream()
                        .filter(text -> !text.isEmpty())
                        .forEach(text -> pairs.add(Links.segment(other) + "=" + Links.segment(text)));
            }
        });
        if (!value.isEmpty()) {
            pairs.add(Links.segment(name) + "=" + Links.segment(value));
        }
        return String.join("&", pairs);
    }
}
