package org.billwright.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The variables of the environment that are settings. The configuration library ignores a variable that it does not know: a limit
 * whose name is misspelled would not be set, and nobody would see it.
 */
public final class SettingVariables {
    private static final String PREFIX = "BILLWRIGHT";

    /** Read by the launcher, not by the server. */
    private static final String OF_LAUNCHER = PREFIX + "_JAVA_OPTS";

    /** What Kubernetes sets for a service of that name, where a pod asks for it. */
    private static final String OF_KUBERNETES = PREFIX
            + "_(?:\\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\\w+)?|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)";

    /** It is one of Kubernetes only with {@link #SERVICE_HOST}: a person may well take it for a setting. */
    private static final String PORT = "_PORT";

    private static final String SERVICE_HOST = "_SERVICE_HOST";

    /** An element of a list. */
    private static final String INDEX = "(?:_\\d+_)?";

    private SettingVariables() {}

    /**
     * The names that begin as those of settings do, and are none, in order.
     *
     * @param names the names of all variables of the environment
     */
    public static List<String> unknown(Set<String> names) {
        var patterns = new ArrayList<>(List.of(OF_LAUNCHER, OF_KUBERNETES));
        addSettings(PREFIX, Settings.class, patterns);
        var known = Pattern.compile(String.join("|", patterns));
        return names.stream()
                .filter(name -> name.startsWith(PREFIX + "_"))
                .filter(name -> !known.matcher(name).matches())
                .filter(name -> !name.endsWith(PORT)
                        || !names.contains(name.substring(0, name.length() - PORT.length()) + SERVICE_HOST))
                .sorted()
                .toList();
    }

    private static void addSettings(String prefix, Class<?> group, List<String> patterns) {
        for (var method : group.getDeclaredMethods()) {
            var name =
                    prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
            var type = valueType(method.getGenericReturnType());
            if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
                var value = map.getActualTypeArguments()[1];
                if (isGroup(value)) {
                    addSettings(name + "_\\w+", (Class<?>) value, patterns);
                } else {
                    patterns.add(name + "_\\w+");
                }
            } else if (isGroup(type)) {
                addSettings(name, (Class<?>) type, patterns);
            } else {
                patterns.add(name + INDEX);
            }
        }
    }

    private static boolean isGroup(Type type) {
        return type instanceof Class<?> group
                && group.isInterface()
                && group.getPackage() == Settings.class.getPackage();
    }

    private static Type valueType(Type type) {
        return type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
                ? optional.getActualTypeArguments()[0]
                : type;
    }
}
