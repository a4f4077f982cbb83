package vpo.config.internal.metatype;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads a document as the Metatype specification has it. It comes from a jar that nobody has vouched for: it may hold no
 * DTD, and so neither entities nor references to anything outside.
 */
final class MetatypeXml {
    private static final String NO_DTD = "http://apache.org/xml/features/disallow-doctype-decl";

    private MetatypeXml() {}

    /**
     * Reads.
     *
     * @throws MetatypeException if it is no such document
     */
    static List<Designation> read(byte[] xml) throws MetatypeException {
        Element root = root(xml);
        Map<String, List<Attribute>> classes = new HashMap<>();
        for (Element each : children(root, "OCD")) {
            classes.put(each.getAttribute("id"), attributes(each));
        }
        List<Designation> designations = new ArrayList<>();
        for (Element each : children(root, "Designate")) {
            String factory = each.getAttribute("factoryPid");
            for (Element object : children(each, "Object")) {
                List<Attribute> attributes = classes.get(object.getAttribute("ocdref"));
                if (attributes == null) {
                    throw new MetatypeException("refers to an OCD that is not there: " + object.getAttribute("ocdref"));
                }
                designations.add(factory.isEmpty()
                        ? new Designation(each.getAttribute("pid"), false, attributes)
                        : new Designation(factory, true, attributes));
            }
        }
        return designations;
    }

    private static Element root(byte[] xml) throws MetatypeException {
        try {
            // The JDK's own parser, whatever else is on the class path.
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DTD, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Thrower());
            return builder.parse(new InputSource(new ByteArrayInputStream(xml))).getDocumentElement();
        } catch (SAXParseException e) {
            throw new MetatypeException(
                    "is no metatype: line " + e.getLineNumber() + ": " + e.getMessage(), e);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new MetatypeException("is no metatype: " + e.getMessage(), e);
        }
    }

    /** Else the parser writes to stderr. */
    private static final class Thrower implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // Nothing that matters.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }

    /** Only the root has a namespace; the versions of the specification differ in it. */
    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    private static List<Attribute> attributes(Element ocd) throws MetatypeException {
        List<Attribute> attributes = new ArrayList<>();
        for (Element ad : children(ocd, "AD")) {
            String id = ad.getAttribute("id");
            if (id.isEmpty()) {
                throw new MetatypeException("has an attribute without an id");
            }
            List<String> options = children(ad, "Option").stream().map(each -> each.getAttribute("value")).toList();
            attributes.add(new Attribute(id, AttributeType.named(ad.getAttribute("type")), cardinality(ad),
                    !ad.getAttribute("required").equals("false"), given(ad, "min"), given(ad, "max"),
                    ad.hasAttribute("default") ? Optional.of(ad.getAttribute("default")) : Optional.empty(), options));
        }
        return attributes;
    }

    private static Optional<String> given(Element ad, String name) {
        return Optional.of(ad.getAttribute(name).strip()).filter(text -> !text.isEmpty());
    }

    private static int cardinality(Element ad) throws MetatypeException {
        String text = ad.getAttribute("cardinality");
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MetatypeException("has a cardinality that is no number: " + text, e);
        }
    }
}
