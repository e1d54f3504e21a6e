package org.billwright.einvoice;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.namespace.NamespaceContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** An invoice in XML, read by the parser of the JDK, with its values by XPath. */
final class InvoiceDocument {
    private static final Map<String, String> NAMESPACES = Map.of(
            "ram",
            "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
            "rsm",
            "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
            "udt",
            "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
            "qdt",
            "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
            "cac",
            "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
            "cbc",
            "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2");

    private final Document document;

    InvoiceDocument(byte[] xml) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The text of the only node that is found. */
    String text(String path) {
        var texts = texts(path);
        if (texts.size() != 1) {
            throw new AssertionError(path + " has " + texts);
        }
        return texts.getFirst();
    }

    /** The texts of all nodes that are found, in their order. */
    List<String> texts(String path) {
        try {
            var nodes = (NodeList) xpath().evaluate(path, document, XPathConstants.NODESET);
            return IntStream.range(0, nodes.getLength())
                    .mapToObj(i -> nodes.item(i).getTextContent())
                    .toList();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private static XPath xpath() {
        var xpath = XPathFactory.newDefaultInstance().newXPath();
        xpath.setNamespaceContext(new Prefixes());
        return xpath;
    }

    private static final class Prefixes implements NamespaceContext {
        @Override
        public String getNamespaceURI(String prefix) {
            return NAMESPACES.getOrDefault(prefix, "");
        }

        @Override
        public @Nullable String getPrefix(String uri) {
            return null;
        }

        @Override
        public Iterator<String> getPrefixes(String uri) {
            return List.<String>of().iterator();
        }
    }
}
