package vpo.config.internal.metatype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetatypeXmlTest {
    @TempDir
    private Path folder;

    private static List<Designation> read(String xml) throws MetatypeException {
        return MetatypeXml.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String document(String attributes) {
        return """
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                  <OCD id="a" name="A">%s</OCD>
                  <Designate pid="vpo.plugins.fish"><Object ocdref="a"/></Designate>
                </metatype:MetaData>
                """.formatted(attributes);
    }

    private static TableSchemas schemas(String attributes) throws MetatypeException {
        return TableSchemas.of("fish", List.of(document(attributes).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void older_and_hand_written_documents_are_read_too() throws MetatypeException {
        Designation read = read("""
                <?xml version="1.0"?>
                <!-- written by hand -->
                <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.0.0">
                  <OCD id="a" name="A"><Icon resource="i.png" size="16"/>
                    <AD id="x" type="Char" default="\\," cardinality="-2147483648" required="false"/>
                  </OCD>
                  <Designate factoryPid="vpo.plugins.fish" pid="one" bundle="*"><Object ocdref="a"/></Designate>
                  <Designate pid="none"/>
                </MetaData>
                """).getFirst();
        assertThat(read.pid()).isEqualTo("vpo.plugins.fish");
        assertThat(read.factory()).isTrue();
        Attribute attribute = read.attributes().getFirst();
        assertThat(attribute.type()).isEqualTo(AttributeType.CHARACTER);
        assertThat(attribute.required()).isFalse();
        assertThat(attribute.most()).isEqualTo(Integer.MAX_VALUE);
        assertThat(attribute.fallback()).contains("\\,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<AD id='x' type='Date'/>                            | type \"Date\"",
            "<AD id='x'/>                                        | type \"\"",
            "<AD type='String'/>                                 | without an id",
            "<AD id='x' type='String' cardinality='many'/>       | cardinality that is no number: many",
            "<AD id='x' type='Integer' min='few'/>               | limit of x that is no number: few",
            "<AD id='x' type='Integer' default='two'/>           | value of x that is none: expected an integer",
            "<AD id='x' type='Integer' cardinality='2' default='1,b'/> | value of x that is none",
            "<AD id='x' type='Char' default='ab'/>               | value of x that is none: expected a single character",
            "<AD id='x' type='Short' default='40000'/>           | value of x that is none: expected an integer from",
            "<AD id='x' type='Long'><Option value='a'/></AD>     | value of x that is none"})
    void what_does_not_fit_together_is_refused(String attributes, String message) {
        assertThatThrownBy(() -> schemas(attributes)).isInstanceOf(MetatypeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_designation_of_nothing_is_refused() {
        assertThatThrownBy(() -> read("<M><Designate pid='a'><Object ocdref='b'/></Designate></M>"))
                .isInstanceOf(MetatypeException.class).hasMessageContaining("OCD that is not there: b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "<a>", "<a></b>", "\u0000", "<a b='1' b='2'/>", "<x:a/>", "<a>&b;</a>"})
    void what_is_no_xml_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MetatypeException.class).hasMessageContaining("no metatype");
    }

    @Test
    void a_billion_laughs_are_not_laughed() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE l [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        assertThatThrownBy(() -> read(laughs + "]><l>&l29;</l>")).isInstanceOf(MetatypeException.class)
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void nothing_outside_is_looked_at() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String http = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
            for (String xml : List.of(
                    "<!DOCTYPE a [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]><a>&e;</a>",
                    "<!DOCTYPE a [<!ENTITY e SYSTEM \"" + http + "\">]><a>&e;</a>",
                    "<!DOCTYPE a [<!ENTITY % e SYSTEM \"" + http + "\"> %e;]><a/>",
                    "<!DOCTYPE a SYSTEM \"" + http + "\"><a/>")) {
                assertThatThrownBy(() -> read(xml)).isInstanceOf(MetatypeException.class)
                        .hasMessageContaining("DOCTYPE").message().doesNotContain("hunter2");
            }
            // Neither by inclusion, nor by a schema that the document names.
            assertThat(read("<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='" + http
                    + "' parse='text'/></a>")).isEmpty();
            assertThat(read("<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                    + " xsi:noNamespaceSchemaLocation='" + http + "'/>")).isEmpty();
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void great_depth_is_refused_or_does_no_harm() throws MetatypeException {
        int depth = 100_000;
        try {
            assertThat(read("<a>".repeat(depth) + "</a>".repeat(depth))).isEmpty();
        } catch (MetatypeException e) {
            // The code of the JDK's message for this limit; the text is in the language of the machine.
            assertThat(e).hasMessageContaining("JAXP00010006");
        }
    }

    @Test
    void a_limit_of_very_many_digits_costs_nothing() throws MetatypeException {
        assertThat(schemas("<AD id='x' type='Long' max='" + "9".repeat(900_000) + "'/>").tables()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "` a , b `            | a;b",
            "`a\\,b,c`            | a,b;c",
            "`\\ a\\ ,\\\\`       | ` a ;\\`",
            "`a b`                | a b",
            "`a,,b`               | a;;b",
            "`x\\`                | x\\"})
    void defaults_are_split_as_the_specification_says(String text, String parts) {
        assertThat(DefaultText.split(text)).containsExactly(parts.split(";", -1));
    }
}
