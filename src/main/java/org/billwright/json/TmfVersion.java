package org.billwright.json;

import java.util.Arrays;
import java.util.Optional;

/** A supported version of TMF678. All versions use the same stored documents and differ in their shapes. */
public enum TmfVersion {
    /** TMF678 v4.0.0. */
    V4("v4"),
    /** TMF678 v5.0.0, the version of stored documents. */
    V5("v5");

    private final String word;

    TmfVersion(String word) {
        this.word = word;
    }

    /** The name in URLs. */
    public String code() {
        return word;
    }

    /** The version with this name. */
    public static Optional<TmfVersion> of(String word) {
        return Arrays.stream(values()).filter(v -> v.word.equals(word)).findFirst();
    }

    /** The other version. */
    public TmfVersion other() {
        return this == V4 ? V5 : V4;
    }

    /** Attributes that v5 adds to an object. In v4 they are extensions. */
    public Attribute[] since5(Attribute... added) {
        return this == V5 ? added : new Attribute[0];
    }

    /** The type of an object, which v5 always shows and v4 only where it is stored. */
    public TypeName type(TypeName name) {
        return this == V5 ? name : TypeName.STORED;
    }
}
