package org.billwright.csv;

import java.io.IOException;
import java.util.List;
import org.billwright.format.RecordReader;

/** Reads lines that were read already, the first of the file, and then its records. */
final class TitledRecordReader implements RecordReader {
    private final List<byte[]> titles;
    private final CsvRecordReader records;
    private int at;

    TitledRecordReader(List<byte[]> titles, CsvRecordReader records) {
        this.titles = List.copyOf(titles);
        this.records = records;
    }

    private boolean isTitle() {
        return at <= titles.size();
    }

    @Override
    public boolean next() throws IOException {
        at += isTitle() ? 1 : 0;
        return isTitle() || records.next();
    }

    @Override
    public long number() {
        return isTitle() ? at : records.number();
    }

    @Override
    public boolean isTooLong() {
        return !isTitle() && records.isTooLong();
    }

    @Override
    public boolean isBlank() {
        return isTitle() ? RecordReader.isBlank(bytes(), bytes().length) : records.isBlank();
    }

    @Override
    public byte[] bytes() {
        return isTitle() ? titles.get(at - 1) : records.bytes();
    }
}
