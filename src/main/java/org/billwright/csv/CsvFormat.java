package org.billwright.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * The format of a CSV file (RFC 4180).
 *
 * @param quote the character around fields with separators, quotes or line ends; U+0000 where fields are never quoted
 */
record CsvFormat(char separator, char quote, Charset charset) {
    private static final int ASCII = 128;
    private static final int BYTES = 256;

    /** U+0000, which cannot be in a record: no field needs quotes because it looks like a comment. */
    private static final char NO_COMMENTS = 0;

    /** Characters and charsets by which records cannot be split are a {@link ProblemException}. */
    CsvFormat {
        ProblemException.unless(isDelimiter(separator), "separator", "must be one visible ASCII character, or a tab");
        ProblemException.unless(
                quote == 0 || (isDelimiter(quote) && quote != separator && quote != '\t'),
                "quote",
                "must be one visible ASCII character, other than the separator");
        var delimiters = "\r\n" + separator + (quote == 0 ? "" : quote);
        ProblemException.unless(
                hasAscii(charset)
                        && delimiters.chars().allMatch(delimiter -> isAlwaysItself((byte) delimiter, charset)),
                "charset",
                "must have ASCII characters as single bytes, as UTF-8 and ISO-8859-1 do");
    }

    /** Whether each ASCII character is its own byte, and none changes the meaning of those behind it, as in ISO-2022-KR. */
    private static boolean hasAscii(Charset charset) {
        return IntStream.range(0, ASCII)
                .mapToObj(Character::toString)
                .allMatch(character ->
                        new String(character.getBytes(StandardCharsets.ISO_8859_1), charset).equals(character));
    }

    /** Whether the byte is never the second one of another character, as {@code |} is in Shift_JIS. */
    private static boolean isAlwaysItself(byte delimiter, Charset charset) {
        return IntStream.range(ASCII, BYTES)
                .mapToObj(first -> new String(new byte[] {(byte) first, delimiter}, charset))
                .allMatch(text -> text.charAt(text.length() - 1) == delimiter);
    }

    private static boolean isDelimiter(char c) {
        return c == '\t' || (c > ' ' && c < ASCII - 1 && !Character.isLetterOrDigit(c));
    }

    /** The fields of one record. */
    List<String> fields(byte[] record) {
        try {
            return CsvReader.builder()
                    .fieldSeparator(separator)
                    .quoteCharacter(quote)
                    .skipEmptyLines(false)
                    .ofSingleCsvRecord(decoded(record))
                    .getFields();
        } catch (CsvParseException e) {
            throw new ProblemException(new Problem.MalformedBody("no CSV record: " + e.getMessage()));
        }
    }

    private String decoded(byte[] record) {
        try {
            var text = charset.newDecoder().decode(ByteBuffer.wrap(record)).toString();
            if (text.indexOf('\0') >= 0) {
                throw new ProblemException(new Problem.MalformedBody("holds the character U+0000"));
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new ProblemException(new Problem.MalformedBody("not " + charset.name()));
        }
    }

    /** One record with its line end; fields that cannot be written are a {@link ProblemException}. */
    byte[] record(List<String> fields) {
        return encoded(quote == 0 ? unquoted(fields) : quoted(fields));
    }

    private String quoted(List<String> fields) {
        var record = new StringWriter();
        CsvWriter.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quote)
                .commentCharacter(NO_COMMENTS)
                .quoteStrategy(isBlank(fields) ? QuoteStrategies.ALWAYS : QuoteStrategies.REQUIRED)
                .lineDelimiter(LineDelimiter.CRLF)
                .bufferSize(0)
                .build(record)
                .writeRecord(fields);
        return record.toString();
    }

    /** A blank record would be read as none. */
    private static boolean isBlank(List<String> fields) {
        return fields.size() == 1 && fields.getFirst().isBlank();
    }

    private String unquoted(List<String> fields) {
        for (var field : fields) {
            if (isBlank(fields) || field.chars().anyMatch(c -> c == separator || c == '\r' || c == '\n')) {
                throw new ProblemException(new Problem.MalformedBody(
                        "'" + QuotedInput.of(field) + "' would need quotes, and the mapping has none"));
            }
        }
        return String.join(String.valueOf(separator), fields) + "\r\n";
    }

    private byte[] encoded(String record) {
        try {
            ProblemException.unless(record.indexOf(NO_COMMENTS) < 0, "U+0000", "cannot be in a record");
            var encoded = charset.newEncoder().encode(CharBuffer.wrap(record));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new ProblemException(new Problem.MalformedBody("has characters that are not in " + charset.name()));
        }
    }
}
