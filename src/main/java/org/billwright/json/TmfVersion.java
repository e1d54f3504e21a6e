package org.billwright.json;

import java.util.Arrays;
import java.util.Optional;

/** A version of TMF678 that is served. The same documents are stored for all; what differs is said in shapes, as data. */
public enum TmfVersion {
    /** TMF678 v4.0.0. */
    V4("v4"),
    /** TMF678 v5.0.0, which is how documents are stored. */
    V5("v5");

    private final String word;

    TmfVersion(String word) {
        this.word = word;
    }

    /** As URLs have it. */
    public String word() {
        return word;
    }

    /** The version of a word. */
    public static Optional<TmfVersion> of(String word) {
        return Arrays.stream(values()).filter(v -> v.word.equals(word)).findFirst();
    }

    /** What v5 adds inside an object; v4 shows it as the extension that it is there. */
    public Attribute[] since5(Attribute... added) {
        return this == V5 ? added : new Attribute[0];
    }

    /** The name of an object's type, which v5 shows always and v4 where it is stored. */
    public TypeName type(TypeName name) {
        return this == V5 ? name : TypeName.STORED;
    }
}
