package org.billwright.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;

/** New ids, generated without coordination: UUID version 7 (RFC 9562), so that later ids sort later. */
public final class Ids {
    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** A new unique id. */
    public static String next() {
        return GENERATOR.generate().toString();
    }
}
