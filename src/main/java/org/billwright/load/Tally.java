package org.billwright.load;

/**
 * What became of lines.
 *
 * @param loaded added or changed
 * @param unchanged there already as they came, or replaced by a later line of the same batch
 * @param refused not loaded, each with its reason
 * @param warned loaded although their amounts do not agree
 */
public record Tally(long loaded, long unchanged, long refused, long warned) {
    /** Nothing. */
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** Of a batch, some lines of which are left for later. */
    static Tally of(Batch batch, Landing.Result result, int later) {
        int refused = result.refused().size();
        int unchanged = batch.lines().size() - refused - later - result.changed();
        return new Tally(result.changed(), unchanged, refused, batch.warned().size());
    }

    /** Both together. */
    public Tally plus(Tally more) {
        return new Tally(
                loaded + more.loaded, unchanged + more.unchanged, refused + more.refused, warned + more.warned);
    }

    /** All lines that something became of. */
    public long lines() {
        return loaded + unchanged + refused;
    }
}
