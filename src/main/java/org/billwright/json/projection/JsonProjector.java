package org.billwright.json.projection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.billwright.json.FieldSelection;
import org.billwright.json.Json;
import org.billwright.json.Links;

/** Projects one document, which is valid JSON: it comes from a json column that {@link Json#write} filled. */
final class JsonProjector extends JsonScanner {
    private static final String TYPE = "@type";
    private static final int NO_OBJECT = -1;
    private static final byte[] COLON = {'"', ':'};

    private final Utf8Buffer out;
    private final byte[] base;
    private int depth;
    private int ownTypeAt = NO_OBJECT;

    JsonProjector(ByteBuf document, Utf8Buffer out, byte[] base) {
        this(
                document.hasArray() ? document.array() : ByteBufUtil.getBytes(document),
                document.hasArray() ? document.arrayOffset() + document.readerIndex() : 0,
                document.readableBytes(),
                out,
                base);
    }

    /** A document in an array. */
    JsonProjector(ByteBuffer document, Utf8Buffer out, byte[] base) {
        this(document.array(), document.arrayOffset() + document.position(), document.remaining(), out, base);
    }

    private JsonProjector(byte[] in, int begin, int length, Utf8Buffer out, byte[] base) {
        super(in, begin, length);
        this.out = out;
        this.base = base;
    }

    /** Writes the value that begins here and moves past it. */
    void value(ProjectionRules rules, FieldSelection fields) {
        skipBlanks();
        if (rules == ProjectionRules.NONE && fields == FieldSelection.ALL) {
            copy();
        } else if (in[at] == '{') {
            at++;
            out.add('{');
            depth++;
            members(rules, fields, false, NO_OBJECT, ProjectionRules.NONE);
            depth--;
            out.add('}');
        } else if (in[at] == '[') {
            elements(rules, fields);
        } else {
            copy();
        }
    }

    /** Whether the document that was written has a type of its own, with another name than this. */
    boolean hasOtherType(String name) {
        var quoted = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
        return ownTypeAt != NO_OBJECT
                && !Arrays.equals(
                        in, ownTypeAt, Math.min(ownTypeAt + quoted.length, in.length), quoted, 0, quoted.length);
    }

    private void elements(ProjectionRules rules, FieldSelection fields) {
        at++;
        out.add('[');
        skipBlanks();
        while (in[at] != ']') {
            value(rules, fields);
            skipBlanks();
            if (in[at] == ',') {
                at++;
                out.add(',');
                skipBlanks();
            }
        }
        at++;
        out.add(']');
    }

    /**
     * Writes the members of an object, from behind its opening brace to behind its closing brace. True if any was written.
     *
     * @param outer where the members begin of the object that this one is inlined into. Its extensions take precedence,
     *     because each name can be written only once.
     */
    private boolean members(
            ProjectionRules rules,
            FieldSelection fields,
            boolean writtenBefore,
            int outer,
            ProjectionRules outerRules) {
        int begin = at;
        boolean written = writtenBefore;
        boolean typed = !rules.addsType();
        int typeMemberAt = -1;
        skipBlanks();
        while (in[at] != '}') {
            int nameStart = at + 1;
            skipString();
            int nameEnd = at - 1;
            skipBlanks();
            at++; // the colon
            skipBlanks();
            if (depth == 1 && outer == NO_OBJECT && ProjectionRules.isType(in, nameStart, nameEnd)) {
                ownTypeAt = at;
            }
            if (!typed) {
                typeMemberAt = rules.determinesType(in, nameStart, nameEnd) ? at : typeMemberAt;
                typed = ProjectionRules.isType(in, nameStart, nameEnd);
            }
            written = switch (rules.ruleFor(in, nameStart, nameEnd)) {
                case ProjectionRules.Inline(var inside) -> inline(inside, fields, written, begin, rules);
                case ProjectionRules.Keep()
                when outer >= 0 && isKept(nameStart, nameEnd, outer, outerRules) -> skipped(written);
                case ProjectionRules.Single single -> member(single, nameStart, nameEnd, fields, written);
            };
            skipBlanks();
            if (in[at] == ',') {
                at++;
                skipBlanks();
            }
        }
        at++;
        return typed ? written : type(rules.type(in, typeMemberAt), fields, written);
    }

    private boolean type(String name, FieldSelection fields, boolean written) {
        if (!fields.includes(TYPE)) {
            return written;
        }
        open(written);
        name(TYPE);
        out.add(COLON);
        out.add('"');
        name(name);
        out.add('"');
        return true;
    }

    private boolean member(
            ProjectionRules.Single rule, int nameStart, int nameEnd, FieldSelection fields, boolean written) {
        return switch (rule) {
            case ProjectionRules.Keep() ->
                keep(text(nameStart, nameEnd, fields), nameStart, nameEnd, ProjectionRules.NONE, fields, written);
            case ProjectionRules.Rename(var as, var inside) -> keep(as, -1, -1, inside, fields, written);
            case ProjectionRules.Resolve(var as) -> resolve(as, fields, written);
            case ProjectionRules.Drop() -> skipped(written);
        };
    }

    /** The name is decoded only if it may be omitted. */
    private String text(int start, int end, FieldSelection fields) {
        return fields == FieldSelection.ALL ? "" : new String(in, start, end - start, StandardCharsets.UTF_8);
    }

    private boolean keep(
            String name, int start, int end, ProjectionRules inside, FieldSelection fields, boolean written) {
        if (!fields.includes(name)) {
            return skipped(written);
        }
        open(written);
        if (start < 0) {
            name(name);
        } else {
            out.add(in, start, end);
        }
        out.add(COLON);
        value(inside, fields.nested(name));
        return true;
    }

    private boolean resolve(String name, FieldSelection fields, boolean written) {
        if (!fields.includes(name)) {
            return skipped(written);
        }
        open(written);
        name(name);
        out.add(COLON);
        if (in[at] == '"' && Links.isRelative(in, at + 1)) {
            at++;
            out.add('"');
            out.add(base);
            int start = at;
            at--;
            skipString();
            out.add(in, start, at);
        } else {
            copy();
        }
        return true;
    }

    private boolean inline(
            ProjectionRules inside, FieldSelection fields, boolean written, int outer, ProjectionRules outerRules) {
        if (in[at] != '{') {
            return skipped(written);
        }
        at++;
        return members(inside, fields, written, outer, outerRules);
    }

    /** Whether the object whose members begin there keeps a member of this name. */
    private boolean isKept(int nameStart, int nameEnd, int begin, ProjectionRules rules) {
        int here = at;
        boolean found = false;
        at = begin;
        skipBlanks();
        while (!found && in[at] != '}') {
            int start = at + 1;
            skipString();
            found = Arrays.equals(in, start, at - 1, in, nameStart, nameEnd)
                    && rules.ruleFor(in, nameStart, nameEnd) instanceof ProjectionRules.Keep;
            skipBlanks();
            at++; // the colon
            skipBlanks();
            skipValue();
            skipBlanks();
            if (in[at] == ',') {
                at++;
                skipBlanks();
            }
        }
        at = here;
        return found;
    }

    private boolean skipped(boolean written) {
        skipValue();
        return written;
    }

    private void copy() {
        int start = at;
        skipValue();
        out.add(in, start, at);
    }

    private void open(boolean another) {
        if (another) {
            out.add(',');
        }
        out.add('"');
    }

    private void name(String name) {
        out.add(name.getBytes(StandardCharsets.UTF_8));
    }
}
