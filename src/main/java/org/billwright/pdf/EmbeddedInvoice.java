package org.billwright.pdf;

/**
 * An invoice as XML that is a part of the PDF (Factur-X, ZUGFeRD).
 *
 * @param xml its bytes, which are not changed
 * @param fileName of the attached file, such as {@code factur-x.xml}
 * @param conformanceLevel the profile, such as {@code EN 16931}
 * @param version of the profile, such as {@code 1.0}
 */
@SuppressWarnings("ArrayRecordComponent") // it is attached once and never compared
public record EmbeddedInvoice(byte[] xml, String fileName, String conformanceLevel, String version) {}
