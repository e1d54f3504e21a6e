package org.billwright.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;

/**
 * How records are written.
 *
 * @param quote around fields that hold separators, quotes or line ends; U+0000 where none are quoted
 */
record CsvFormat(char separator, char quote, Charset charset) {
    private static final int ASCII = 128;
    private static final String DELIMITERS = ",;\t|\"'\r\n";

    /** Refuses what records cannot be taken apart by. */
    CsvFormat {
        ProblemException.unless(isDelimiter(separator), "separator", "must be one visible ASCII character, or a tab");
        ProblemException.unless(
                quote == 0 || (isDelimiter(quote) && quote != separator && quote != '\t'),
                "quote",
                "must be one visible ASCII character, other than the separator");
        ProblemException.unless(
                DELIMITERS.equals(new String(DELIMITERS.getBytes(charset), StandardCharsets.ISO_8859_1)),
                "charset",
                "must have ASCII characters as single bytes, as UTF-8 and ISO-8859-1 do");
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

    /** One record with these fields, which ends its line; what cannot be written is refused. */
    byte[] record(List<String> fields) {
        var record = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            record.append(i == 0 ? "" : separator);
            add(record, fields.get(i), fields.size() == 1);
        }
        return encoded(record.append("\r\n"));
    }

    /** A record that is blank would be none. */
    private void add(StringBuilder record, String field, boolean isAlone) {
        boolean isPlain =
                field.chars().noneMatch(c -> c == separator || c == '\r' || c == '\n' || (c == quote && quote != 0))
                        && !(isAlone && field.isBlank());
        if (isPlain) {
            record.append(field);
            return;
        }
        if (quote == 0) {
            throw new ProblemException(new Problem.MalformedBody(
                    "'" + QuotedInput.of(field) + "' would need quotes, and the mapping has none"));
        }
        var mark = String.valueOf(quote);
        record.append(quote).append(field.replace(mark, mark + mark)).append(quote);
    }

    private byte[] encoded(StringBuilder record) {
        try {
            ProblemException.unless(record.indexOf("\0") < 0, "U+0000", "cannot be in a record");
            var encoded = charset.newEncoder().encode(CharBuffer.wrap(record));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new ProblemException(new Problem.MalformedBody("has characters that are not in " + charset.name()));
        }
    }
}
