package org.billwright.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;

/** New ids, made without asking anyone: UUID version 7 (RFC 9562), so that later ones sort later. */
public final class Ids {
    private static final NoArgGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** An id that no other instance has. */
    public static String next() {
        return GENERATOR.generate().toString();
    }
}
