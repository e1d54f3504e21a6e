package org.billwright.server;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The metrics of a server as it exposes them to Prometheus: their labels and types, by name. */
record ExposedMetrics(Map<String, Set<String>> labels, Map<String, String> types) {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+.*");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Set<String> CUMULATIVE = Set.of("counter", "histogram", "summary");

    static ExposedMetrics parse(String text) {
        var labels = new TreeMap<String, Set<String>>();
        var types = new HashMap<String, String>();
        text.lines().forEach(line -> {
            var sample = SAMPLE.matcher(line);
            if (line.startsWith("# TYPE ")) {
                var parts = line.split(" ", -1);
                types.put(parts[2], parts[3]);
            } else if (!line.startsWith("#") && sample.matches()) {
                var known = labels.computeIfAbsent(sample.group(1), first -> new HashSet<>());
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2)).results().forEach(label -> known.add(label.group(1)));
                }
            }
        });
        return new ExposedMetrics(labels, types);
    }

    /** Whether it only grows, so that a rate is what it is good for. */
    boolean isCounter(String metric) {
        var base = metric.replaceFirst("_(total|count|sum|bucket)$", "");
        return CUMULATIVE.contains(types.getOrDefault(metric, ""))
                || (!base.equals(metric) && CUMULATIVE.contains(types.getOrDefault(base, "")));
    }
}
