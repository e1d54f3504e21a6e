package org.billwright.pdf;

import java.io.ByteArrayOutputStream;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.transform.TransformerException;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.schema.PDFAExtensionSchema;
import org.apache.xmpbox.schema.XMPSchema;
import org.apache.xmpbox.type.ArrayProperty;
import org.apache.xmpbox.type.BadFieldValueException;
import org.apache.xmpbox.type.Cardinality;
import org.apache.xmpbox.type.PDFAPropertyType;
import org.apache.xmpbox.type.PDFASchemaType;
import org.apache.xmpbox.type.TextType;
import org.apache.xmpbox.xml.XmpSerializer;

/** The metadata of a document (ISO 16684-1, XMP): that it is PDF/A-3A and PDF/UA-1, its title, and the invoice in it. */
final class MetadataPacket {
    private static final String UA = "http://www.aiim.org/pdfua/ns/id/";
    private static final String UA_PREFIX = "pdfuaid";
    private static final String INVOICE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";
    private static final String INVOICE_PREFIX = "fx";
    private static final String EXTENSION_PREFIX = "pdfaExtension";
    private static final String SCHEMA = "http://www.aiim.org/pdfa/ns/schema#";
    private static final String SCHEMA_PREFIX = "pdfaSchema";
    private static final String PROPERTY = "http://www.aiim.org/pdfa/ns/property#";
    private static final String PROPERTY_PREFIX = "pdfaProperty";

    /** What XML 1.0 cannot have. */
    private static final Pattern NO_CHARACTER =
            Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private final XMPMetadata metadata = XMPMetadata.createXMPMetadata();

    private MetadataPacket() {}

    /**
     * The packet.
     *
     * @param date when the document was made
     */
    static byte[] of(String title, String author, String language, Calendar date, Optional<EmbeddedInvoice> invoice) {
        var packet = new MetadataPacket();
        try {
            packet.document(title, author, language, date);
            packet.conformance();
            invoice.ifPresent(packet::invoice);
            packet.extensions(invoice.isPresent());
            var bytes = new ByteArrayOutputStream();
            new XmpSerializer().serialize(packet.metadata, bytes, true);
            return bytes.toByteArray();
        } catch (BadFieldValueException | TransformerException e) {
            throw new IllegalStateException(e); // all values are of the type of their property
        }
    }

    private void document(String title, String author, String language, Calendar date) {
        var description = metadata.createAndAddDublinCoreSchema();
        description.setTitle(clean(title));
        description.addCreator(clean(author));
        description.addLanguage(language);
        var basic = metadata.createAndAddXMPBasicSchema();
        basic.setCreateDate(date);
        basic.setModifyDate(date);
        metadata.createAndAddAdobePDFSchema().setProducer("Billwright");
    }

    private void conformance() throws BadFieldValueException {
        var archive = metadata.createAndAddPDFAIdentificationSchema();
        archive.setPart(3);
        archive.setConformance("A");
        schema(UA, UA_PREFIX).setIntegerPropertyValue("part", 1);
    }

    private XMPSchema schema(String uri, String prefix) {
        var schema = new XMPSchema(metadata, uri, prefix, prefix);
        metadata.addSchema(schema);
        return schema;
    }

    private void invoice(EmbeddedInvoice invoice) {
        var schema = schema(INVOICE, INVOICE_PREFIX);
        schema.setTextPropertyValue("DocumentType", "INVOICE");
        schema.setTextPropertyValue("DocumentFileName", clean(invoice.fileName()));
        schema.setTextPropertyValue("Version", clean(invoice.version()));
        schema.setTextPropertyValue("ConformanceLevel", clean(invoice.conformanceLevel()));
    }

    /** The descriptions of the schemas that PDF/A does not have itself (ISO 19005-3, 6.6.2.3). */
    private void extensions(boolean hasInvoice) {
        var extension = new PDFAExtensionSchema(metadata);
        extension.addNamespace(SCHEMA, SCHEMA_PREFIX);
        extension.addNamespace(PROPERTY, PROPERTY_PREFIX);
        var schemas = array(EXTENSION_PREFIX, "schemas", Cardinality.Bag);
        schemas.addProperty(description(
                "PDF/UA Universal Accessibility Schema",
                UA,
                UA_PREFIX,
                List.of(property("part", "Integer", "internal", "Part of ISO 14289"))));
        if (hasInvoice) {
            schemas.addProperty(description(
                    "Factur-X PDFA Extension Schema",
                    INVOICE,
                    INVOICE_PREFIX,
                    List.of(
                            external("DocumentFileName", "The name of the embedded XML document"),
                            external("DocumentType", "The type of the hybrid document in capital letters"),
                            external("Version", "The version of the standard of the embedded XML"),
                            external("ConformanceLevel", "The conformance level of the embedded XML"))));
        }
        extension.addProperty(schemas);
        metadata.addSchema(extension);
    }

    private PDFASchemaType description(String name, String uri, String prefix, List<PDFAPropertyType> properties) {
        var description = new PDFASchemaType(metadata);
        description.addProperty(text(SCHEMA, SCHEMA_PREFIX, "schema", name));
        description.addProperty(text(SCHEMA, SCHEMA_PREFIX, "namespaceURI", uri));
        description.addProperty(text(SCHEMA, SCHEMA_PREFIX, "prefix", prefix));
        var all = array(SCHEMA_PREFIX, "property", Cardinality.Seq);
        properties.forEach(all::addProperty);
        description.addProperty(all);
        return description;
    }

    private PDFAPropertyType external(String name, String description) {
        return property(name, "Text", "external", description);
    }

    private PDFAPropertyType property(String name, String type, String category, String description) {
        var property = new PDFAPropertyType(metadata);
        property.addProperty(text(PROPERTY, PROPERTY_PREFIX, "name", name));
        property.addProperty(text(PROPERTY, PROPERTY_PREFIX, "valueType", type));
        property.addProperty(text(PROPERTY, PROPERTY_PREFIX, "category", category));
        property.addProperty(text(PROPERTY, PROPERTY_PREFIX, "description", description));
        return property;
    }

    private ArrayProperty array(String prefix, String name, Cardinality kind) {
        return metadata.getTypeMapping().createArrayProperty("", prefix, name, kind);
    }

    private TextType text(String uri, String prefix, String name, String value) {
        return metadata.getTypeMapping().createText(uri, prefix, name, value);
    }

    private static String clean(String text) {
        return NO_CHARACTER.matcher(text).replaceAll("");
    }
}
