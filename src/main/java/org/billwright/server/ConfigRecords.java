package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.audit.AuditConfig;
import org.billwright.http.ConcurrencyLimit;
import org.billwright.http.HttpConfig;
import org.billwright.http.Places;
import org.billwright.http.ResponseBytes;
import org.billwright.store.DatabaseConfig;
import org.billwright.store.SlowQueries;

/**
 * Fills the config records of the packages from the settings. A component of a record takes the value of the setting of the
 * same name, so that a setting is declared in one place and copied nowhere by hand.
 */
public final class ConfigRecords {
    private static final int REQUESTS_PER_CORE = 32;
    private static final int HEAP_SHARE = 4;
    private static final int CHANNEL_SHARE = 4;

    private ConfigRecords() {}

    /** How to connect to the configured database. */
    public static DatabaseConfig database(Settings settings) {
        return fill(DatabaseConfig.class, settings.database(), Map.of());
    }

    /** The tenants that a server with authentication serves. */
    static Set<String> servedTenants(Settings settings) {
        return settings.tenants().orElseGet(() -> Set.of(settings.tenant()));
    }

    static HttpConfig http(Settings settings) {
        return fill(
                HttpConfig.class,
                settings,
                Map.of(
                        "maxBodyBytes", settings.maxBodySize().asLongValue(),
                        "bodyTimeout", settings.limits().bodyTimeout()));
    }

    static AuditConfig audit(AuditSettings settings) {
        return fill(
                AuditConfig.class,
                settings,
                Map.of("queueBytes", settings.queueSize().asLongValue()));
    }

    /** A limit by the number of cores. An open server cannot distinguish its callers, so they share the whole of it. */
    static ConcurrencyLimit concurrencyLimit(Settings settings, int cores) {
        int most = settings.limits().requests().orElse(REQUESTS_PER_CORE * cores);
        int ofCaller = settings.limits().requestsOfCaller().orElse(Math.max(1, most / 2));
        boolean isOpen = settings.auth().open();
        long bytes = responseBytes(settings);
        return new ConcurrencyLimit(
                most, isOpen ? most : ofCaller, new ResponseBytes(bytes, isOpen ? bytes : Math.max(1, bytes / 2)));
    }

    /** The channel API has a quarter more: its responses are small. */
    static ConcurrencyLimit channelLimit(Settings settings) {
        int most = settings.limits().channelRequests();
        long bytes = responseBytes(settings) / CHANNEL_SHARE;
        return new ConcurrencyLimit(most, most, new ResponseBytes(bytes, Long.MAX_VALUE));
    }

    /** One caller has half of the exports; an open server cannot distinguish its callers. */
    static Places exportPlaces(Settings settings) {
        int most = settings.limits().exports();
        return new Places(most, settings.auth().open() ? most : Math.max(1, most / 2));
    }

    private static long responseBytes(Settings settings) {
        return settings.limits()
                .responseBytes()
                .map(MemorySize::asLongValue)
                .orElse(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Callers of an open server share the limit of all. */
    static SlowQueries.Limits slowQueries(Settings settings) {
        int ofCaller =
                settings.auth().open() ? Integer.MAX_VALUE : settings.limits().slowQueriesOfCaller();
        return new SlowQueries.Limits(settings.limits().slowQueries(), ofCaller);
    }

    /**
     * A record, filled from a group of settings. An optional text that is not set is an empty one where the record's component is not
     * optional.
     *
     * @param more the components that are not settings of this group, by name
     */
    static <R extends Record> R fill(Class<R> type, Object settings, Map<String, Object> more) {
        var components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components)
                .map(component -> Optional.ofNullable(more.get(component.getName()))
                        .orElseGet(() -> converted(setting(settings, component.getName()), component.getGenericType())))
                .toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException invalid ? invalid : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Object setting(Object settings, String name) {
        try {
            return settings.getClass().getMethod(name).invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no setting '" + name + "' in " + settings.getClass(), e);
        }
    }

    private static Object converted(Object value, Type type) {
        if (value instanceof Optional<?> optional) {
            return type instanceof ParameterizedType wrapper
                    ? optional.map(present -> converted(present, wrapper.getActualTypeArguments()[0]))
                    : optional.<Object>map(present -> present).orElse("");
        }
        return record(type).<Object>map(nested -> fill(nested, value, Map.of())).orElse(value);
    }

    private static Optional<Class<? extends Record>> record(Type type) {
        return type instanceof Class<?> known && known.isRecord()
                ? Optional.of(known.asSubclass(Record.class))
                : Optional.empty();
    }
}
