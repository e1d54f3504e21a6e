package org.billwright.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a bill run is for. */
public enum RunKind {
    /** All accounts of a cycle. There is one of each period. */
    REGULAR("regular"),
    /** The accounts that have no bill of the period after the regular run: they were held, refused or changed. */
    CATCH_UP("catchUp"),
    /** A plan that is never billed. */
    TRIAL("trial");

    private final String code;

    RunKind(String code) {
        this.code = code;
    }

    /** As it is stored and shown. */
    public String code() {
        return code;
    }

    static Optional<RunKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }

    /** All codes. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(RunKind::code).toList();
    }
}
