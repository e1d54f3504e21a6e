package org.billwright.console.page;

/** How a value is shown. */
public enum ValueKind {
    /** As it is. */
    TEXT,
    /** An identifier: in figures of one width. */
    ID,
    /** A code of the APIs that has a text, such as a state. */
    CODE,
    /** A code of the APIs that has a text and is no state, such as a reason. */
    WORD,
    /** An amount: an object with a unit and a value. */
    MONEY,
    /** A number. */
    NUMBER,
    /** A point in time. */
    TIME,
    /** A day. */
    DAY,
    /** A point in time of a bill, as the day that it has for its account. */
    ACCOUNT_DAY,
    /** The end of a period, as the last day in it. */
    LAST_DAY;

    /** Whether it is aligned at its end, as figures are. */
    public boolean isFigure() {
        return this == MONEY || this == NUMBER;
    }
}
