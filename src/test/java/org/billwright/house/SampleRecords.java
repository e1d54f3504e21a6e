package org.billwright.house;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An instance of each case of a sealed interface of records, with sample values. */
public final class SampleRecords {
    private static final Map<Class<?>, Object> VALUES =
            Map.of(long.class, 1L, int.class, 1, Duration.class, Duration.ofSeconds(1), List.class, List.of("sample"));

    private SampleRecords() {}

    /** One of each; a text component has its own name in braces: {@code {attribute}}. */
    public static <T> List<T> of(Class<T> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(type -> sealed.cast(instance(type)))
                .toList();
    }

    private static Object instance(Class<?> type) {
        var components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components)
                .map(component -> VALUES.getOrDefault(component.getType(), "{" + component.getName() + "}"))
                .toArray();
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
