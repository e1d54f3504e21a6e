package org.billwright.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes stored documents in a version's shape, token by token: no tree is built, and decimals keep their digits. */
public final class Projection {
    private static final int BYTES_PER_DOCUMENT = 2048;

    private final Rules rules;

    /** A projection to this shape. */
    public Projection(Shape shape) {
        this.rules = Rules.of(shape);
    }

    /** One document, its links resolved against the public base URL, which ends in a slash. */
    public byte[] one(String document, Selection fields, String base) {
        var out = new ByteArrayOutputStream(BYTES_PER_DOCUMENT);
        try (var generator = Json.generator(out)) {
            write(document, generator, fields, base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** An array of documents. */
    public byte[] array(List<String> documents, Selection fields, String base) {
        var out = new ByteArrayOutputStream(BYTES_PER_DOCUMENT * (1 + documents.size()));
        try (var generator = Json.generator(out)) {
            generator.writeStartArray();
            for (var document : documents) {
                write(document, generator, fields, base);
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void write(String document, JsonGenerator out, Selection fields, String base) throws IOException {
        try (var in = Json.parser(document)) {
            in.nextToken();
            new Copy(in, out, base).value(rules, fields);
        }
    }

    private record Copy(JsonParser in, JsonGenerator out, String base) {
        void value(Rules rules, Selection fields) throws IOException {
            switch (in.currentToken()) {
                case START_OBJECT -> {
                    out.writeStartObject();
                    members(rules, fields);
                    out.writeEndObject();
                }
                case START_ARRAY -> {
                    out.writeStartArray();
                    while (in.nextToken() != JsonToken.END_ARRAY) {
                        value(rules, fields);
                    }
                    out.writeEndArray();
                }
                case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> out.writeNumber(in.getText());
                default -> out.copyCurrentEvent(in);
            }
        }

        void members(Rules rules, Selection fields) throws IOException {
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                in.nextToken();
                switch (rules.on(name)) {
                    case Rules.Keep() -> keep(name, Rules.NONE, fields);
                    case Rules.Rename(var as, var inside) -> keep(as, inside, fields);
                    case Rules.Resolve(var as) -> resolve(as, fields);
                    case Rules.Inline(var inside) -> inline(inside, fields);
                    case Rules.Drop() -> in.skipChildren();
                }
            }
        }

        private void keep(String name, Rules inside, Selection fields) throws IOException {
            if (fields.includes(name)) {
                out.writeFieldName(name);
                value(inside, fields.inside(name));
            } else {
                in.skipChildren();
            }
        }

        private void inline(Rules inside, Selection fields) throws IOException {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                members(inside, fields);
            } else {
                in.skipChildren();
            }
        }

        private void resolve(String name, Selection fields) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                keep(name, Rules.NONE, fields);
            } else if (fields.includes(name)) {
                out.writeStringField(name, Links.resolve(base, in.getText()));
            }
        }
    }
}
