package org.billwright.json;

/**
 * The {@code @type} that an object is shown with where the stored one has none, because it came through a version that
 * does not ask for it. One that is stored is always shown as it is, whether the standard knows it or not.
 */
public sealed interface TypeName {
    /** None but the stored one. */
    TypeName STORED = new Stored();

    /** A characteristic's, which goes by the kind of its value. */
    TypeName OF_VALUE = new OfValue();

    /** Shown where it is stored. */
    record Stored() implements TypeName {}

    /** Always the same. */
    record Always(String name) implements TypeName {}

    /** One of two: the first where the object has that member. */
    record WithMember(String member, String name, String otherwise) implements TypeName {}

    /** By the kind of the member {@code value}. */
    record OfValue() implements TypeName {}
}
