package org.billwright.json;

/**
 * The {@code @type} that is shown for an object where none is stored, because the client's version does not require one.
 * A stored type is always shown unchanged.
 */
public sealed interface TypeName {
    /** Only the stored type. */
    TypeName STORED = new Stored();

    /** The type of a characteristic, which depends on its value. */
    TypeName OF_VALUE = new OfValue();

    /** Shown only where it is stored. */
    record Stored() implements TypeName {}

    /** Always the same type. */
    record Always(String name) implements TypeName {}

    /** One of two types: the first where the object has the member. */
    record WithMember(String member, String name, String otherwise) implements TypeName {}

    /** Depends on the type of the member {@code value}. */
    record OfValue() implements TypeName {}
}
