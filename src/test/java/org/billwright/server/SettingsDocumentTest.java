package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.billwright.house.DocumentTable;
import org.billwright.json.TmfVersion;
import org.junit.jupiter.api.Test;

/** Holds docs/settings.md against {@link Settings}: each setting with its type and its default. */
class SettingsDocumentTest {
    private static final Map<Type, String> TYPES = Map.ofEntries(
            Map.entry(String.class, "text"),
            Map.entry(int.class, "integer"),
            Map.entry(OptionalInt.class, "integer"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Duration.class, "duration"),
            Map.entry(MemorySize.class, "size"),
            Map.entry(Path.class, "path"),
            Map.entry(ZoneId.class, "time zone"),
            Map.entry(URI.class, "URL"),
            Map.entry(TmfVersion.class, "version"));

    @Test
    void the_page_has_every_setting_with_its_type_and_default_and_no_other() {
        var documented = new TreeMap<String, String>();
        for (var row : DocumentTable.rows(DocumentTable.lines("docs/settings.md"))) {
            documented.put(DocumentTable.code(row.get(0)), row.get(1) + ", " + DocumentTable.code(row.get(2)));
        }
        documented.remove("BILLWRIGHT_JAVA_OPTS");
        var known = new TreeMap<String, String>();
        collect("BILLWRIGHT", Settings.class, known);
        assertThat(documented).isEqualTo(known);
    }

    private static void collect(String prefix, Class<?> group, Map<String, String> known) {
        for (var method : group.getDeclaredMethods()) {
            var name =
                    prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            var type = method.getGenericReturnType();
            if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
                var value = map.getActualTypeArguments()[1];
                if (isGroup(value)) {
                    collect(name + "_{NAME}", (Class<?>) value, known);
                } else {
                    known.put(name + "__{PROPERTY}_", TYPES.get(value) + ", none");
                }
            } else if (isGroup(inside(type))) {
                collect(name, (Class<?>) inside(type), known);
            } else {
                known.put(name, word(inside(type)) + ", " + defaultOf(method));
            }
        }
    }

    private static boolean isGroup(Type type) {
        return type instanceof Class<?> c && c.isInterface() && c.getPackage() == Settings.class.getPackage();
    }

    /** What an {@code Optional} may hold. */
    private static Type inside(Type type) {
        return type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
                ? optional.getActualTypeArguments()[0]
                : type;
    }

    private static String word(Type type) {
        return type instanceof ParameterizedType several
                        && (several.getRawType() == List.class || several.getRawType() == Set.class)
                ? "list"
                : String.valueOf(TYPES.get(type));
    }

    private static String defaultOf(Method method) {
        var annotation = method.getAnnotation(WithDefault.class);
        if (annotation != null) {
            return annotation.value();
        }
        boolean optional = method.getReturnType() == Optional.class || method.getReturnType() == OptionalInt.class;
        return optional ? "none" : "required";
    }
}
