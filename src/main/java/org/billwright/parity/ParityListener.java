package org.billwright.parity;

/** Is notified while a comparison runs, always by the thread that called it. */
public interface ParityListener {
    /** So many documents of a side have been read. */
    void read(Side side, long documents);

    /** So many of all partitions have been compared. */
    void compared(int partitions, int all);

    /** A record is invalid, and is passed over. */
    void rejected(String place, String reason);
}
