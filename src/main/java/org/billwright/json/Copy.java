package org.billwright.json;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** One document on its way out. It is JSON, for it comes from a json column, as {@link Json#write} put it there. */
final class Copy {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private static final String TYPE = "@type";
    private static final byte[] COLON = {'"', ':'};

    private final byte[] in;
    private final Bytes out;
    private final byte[] base;
    private final int end;
    private int at;

    Copy(ByteBuf document, Bytes out, byte[] base) {
        boolean readable = document.hasArray();
        this.in = readable ? document.array() : ByteBufUtil.getBytes(document);
        this.at = readable ? document.arrayOffset() + document.readerIndex() : 0;
        this.end = at + document.readableBytes();
        this.out = out;
        this.base = base;
    }

    /** A document in an array. */
    Copy(ByteBuffer document, Bytes out, byte[] base) {
        this.in = document.array();
        this.at = document.arrayOffset() + document.position();
        this.end = at + document.remaining();
        this.out = out;
        this.base = base;
    }

    /** Copies the value that begins here, and goes behind it. */
    void value(Rules rules, Selection fields) {
        skipBlanks();
        if (rules == Rules.NONE && fields == Selection.ALL) {
            asItStands();
        } else if (in[at] == '{') {
            at++;
            out.add('{');
            members(rules, fields, false);
            out.add('}');
        } else if (in[at] == '[') {
            elements(rules, fields);
        } else {
            asItStands();
        }
    }

    private void elements(Rules rules, Selection fields) {
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

    /** From behind the brace that opens an object to behind the one that closes it; tells whether anything was written. */
    private boolean members(Rules rules, Selection fields, boolean writtenBefore) {
        boolean written = writtenBefore;
        boolean typed = !rules.givesType();
        int decidedAt = -1;
        skipBlanks();
        while (in[at] != '}') {
            int nameStart = at + 1;
            skipString();
            int nameEnd = at - 1;
            skipBlanks();
            at++; // the colon
            skipBlanks();
            if (!typed) {
                decidedAt = rules.isDeciding(in, nameStart, nameEnd) ? at : decidedAt;
                typed = Rules.isType(in, nameStart, nameEnd);
            }
            written = member(rules.on(in, nameStart, nameEnd), nameStart, nameEnd, fields, written);
            skipBlanks();
            if (in[at] == ',') {
                at++;
                skipBlanks();
            }
        }
        at++;
        return typed ? written : type(rules.type(in, decidedAt), fields, written);
    }

    private boolean type(String name, Selection fields, boolean written) {
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

    private boolean member(Rules.Rule rule, int nameStart, int nameEnd, Selection fields, boolean written) {
        return switch (rule) {
            case Rules.Keep() ->
                keep(text(nameStart, nameEnd, fields), nameStart, nameEnd, Rules.NONE, fields, written);
            case Rules.Rename(var as, var inside) -> keep(as, -1, -1, inside, fields, written);
            case Rules.Resolve(var as) -> resolve(as, fields, written);
            case Rules.Inline(var inside) -> inline(inside, fields, written);
            case Rules.Drop() -> skipped(written);
        };
    }

    /** The name is needed only where some names are left out. */
    private String text(int start, int end, Selection fields) {
        return fields == Selection.ALL ? "" : new String(in, start, end - start, StandardCharsets.UTF_8);
    }

    private boolean keep(String name, int start, int end, Rules inside, Selection fields, boolean written) {
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
        value(inside, fields.inside(name));
        return true;
    }

    private boolean resolve(String name, Selection fields, boolean written) {
        if (!fields.includes(name)) {
            return skipped(written);
        }
        open(written);
        name(name);
        out.add(COLON);
        if (in[at] == '"' && Links.isOurs(in, at + 1)) {
            at++;
            out.add('"');
            out.add(base);
            int start = at;
            at--;
            skipString();
            out.add(in, start, at);
        } else {
            asItStands();
        }
        return true;
    }

    private boolean inline(Rules inside, Selection fields, boolean written) {
        if (in[at] != '{') {
            return skipped(written);
        }
        at++;
        return members(inside, fields, written);
    }

    private boolean skipped(boolean written) {
        skipValue();
        return written;
    }

    private void asItStands() {
        int start = at;
        skipValue();
        out.add(in, start, at);
    }

    private void skipValue() {
        switch (in[at]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> {
                while (at < end && in[at] != ',' && in[at] != '}' && in[at] != ']' && in[at] > ' ') {
                    at++;
                }
            }
        }
    }

    private void skipNested() {
        int depth = 0;
        do {
            byte b = in[at];
            if (b == '"') {
                skipString();
                continue;
            }
            depth += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
            at++;
        } while (depth > 0);
    }

    /** Most of a document is in strings, so they are looked through eight bytes at a time. */
    private void skipString() {
        at++;
        while (true) {
            at = nextQuoteOrBackslash(at);
            if (in[at] == '"') {
                at++;
                return;
            }
            at += 2;
        }
    }

    private int nextQuoteOrBackslash(int from) {
        int i = from;
        for (; i + Long.BYTES <= in.length; i += Long.BYTES) {
            long word = (long) LONGS.get(in, i);
            long found = zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (in[i] != '"' && in[i] != '\\') {
            i++;
        }
        return i;
    }

    /** The high bit of each byte that is zero; of the lowest such byte surely, which is the one that is asked for. */
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    private void skipBlanks() {
        while (at < end && in[at] <= ' ' && in[at] >= 0) {
            at++;
        }
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
