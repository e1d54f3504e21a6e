package org.billwright.pdf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The metadata of a document (ISO 16684-1, XMP): that it is PDF/A-3A and PDF/UA-1, its title, and the invoice in it. */
final class MetadataPacket {
    private static final String START = """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
            xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
            xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
            <pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
            <pdf:Producer>Billwright</pdf:Producer>
            """;
    private static final String SCHEMAS = """
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag>
            """;
    private static final String END = """
            </rdf:Bag></pdfaExtension:schemas></rdf:Description>
            </rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """;

    private MetadataPacket() {}

    /**
     * The packet.
     *
     * @param date when the document was made, as RFC 3339 has it
     */
    static byte[] of(String title, String author, String language, String date, Optional<EmbeddedInvoice> invoice) {
        var packet = new StringBuilder(START)
                .append("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">")
                .append(escaped(title))
                .append("</rdf:li></rdf:Alt></dc:title>\n<dc:creator><rdf:Seq><rdf:li>")
                .append(escaped(author))
                .append("</rdf:li></rdf:Seq></dc:creator>\n<dc:language><rdf:Bag><rdf:li>")
                .append(escaped(language))
                .append("</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate>")
                .append(date)
                .append("</xmp:CreateDate><xmp:ModifyDate>")
                .append(date)
                .append("</xmp:ModifyDate>\n");
        invoice.ifPresent(of -> packet.append("<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>")
                .append(escaped(of.fileName()))
                .append("</fx:DocumentFileName><fx:Version>")
                .append(escaped(of.version()))
                .append("</fx:Version><fx:ConformanceLevel>")
                .append(escaped(of.conformanceLevel()))
                .append("</fx:ConformanceLevel>\n"));
        packet.append("</rdf:Description>\n").append(SCHEMAS);
        packet.append(schema(
                "PDF/UA Universal Accessibility Schema",
                "http://www.aiim.org/pdfua/ns/id/",
                "pdfuaid",
                property("part", "Integer", "internal", "Part of ISO 14289")));
        invoice.ifPresent(of -> packet.append(schema(
                "Factur-X PDFA Extension Schema",
                "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
                "fx",
                property("DocumentFileName", "Text", "external", "The name of the embedded XML document")
                        + property(
                                "DocumentType",
                                "Text",
                                "external",
                                "The type of the hybrid document in capital letters")
                        + property("Version", "Text", "external", "The version of the standard of the embedded XML")
                        + property(
                                "ConformanceLevel", "Text", "external", "The conformance level of the embedded XML"))));
        return packet.append(END).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The description of a schema that PDF/A does not have itself (ISO 19005-3, 6.6.2.3). */
    private static String schema(String name, String uri, String prefix, String properties) {
        return "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>" + name
                + "</pdfaSchema:schema><pdfaSchema:namespaceURI>" + uri
                + "</pdfaSchema:namespaceURI><pdfaSchema:prefix>" + prefix
                + "</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>" + properties
                + "</rdf:Seq></pdfaSchema:property></rdf:li>\n";
    }

    private static String property(String name, String type, String category, String description) {
        return "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>" + name
                + "</pdfaProperty:name><pdfaProperty:valueType>" + type
                + "</pdfaProperty:valueType><pdfaProperty:category>" + category
                + "</pdfaProperty:category><pdfaProperty:description>" + description
                + "</pdfaProperty:description></rdf:li>";
    }

    /** As content of XML 1.0, without characters that it cannot have. */
    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> {
                    if (!Character.isISOControl(c)
                            && Character.getType(c) != Character.SURROGATE
                            && (c & 0xFFFE) != 0xFFFE) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
