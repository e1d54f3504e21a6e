package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.billwright.billing.BillDigest;
import org.billwright.store.ContentDigest;
import org.jdbi.v3.core.Handle;

/** The digests of the bills that a run made, kept by chunk, and the root that they have together. */
public final class RunProofs {
    /** What the audit trail has of a run that ended: its id and its root. */
    public static final String RESOURCE = "billRunProof";

    private static final int DIGEST_BYTES = 32;

    private RunProofs() {}

    /** The digests of a chunk, as they are stored: one behind the other. */
    public static byte[] stored(List<ContentDigest> digests) {
        var bytes = new byte[digests.size() * DIGEST_BYTES];
        for (int i = 0; i < digests.size(); i++) {
            System.arraycopy(BillProof.bytes(digests.get(i)), 0, bytes, i * DIGEST_BYTES, DIGEST_BYTES);
        }
        return bytes;
    }

    /** The root of a run, in hexadecimal digits; empty where the digests of a chunk are missing, as in runs of an earlier version. */
    public static Optional<String> root(Handle tx, String tenant, String run) {
        var tree = new MerkleTree();
        for (var chunk : ProofStore.digests(tx, tenant, run)) {
            if (chunk.digests().isEmpty()) {
                return Optional.empty();
            }
            split(chunk.digests().get()).forEach(tree::add);
        }
        return Optional.of(HexFormat.of().formatHex(tree.root()));
    }

    private static List<byte[]> split(byte[] digests) {
        var all = new ArrayList<byte[]>();
        for (int at = 0; at < digests.length; at += DIGEST_BYTES) {
            all.add(Arrays.copyOfRange(digests, at, at + DIGEST_BYTES));
        }
        return all;
    }

    /** The proof of a bill; empty where no run made it, or its run has not ended. */
    public static Optional<BillProof> ofBill(Handle tx, String tenant, String bill) {
        return ProofStore.place(tx, tenant, bill).flatMap(place -> {
            var digests = new ArrayList<byte[]>();
            int index = -1;
            for (var chunk : ProofStore.digests(tx, tenant, place.run())) {
                if (chunk.no() == place.chunk()) {
                    index = digests.size() + place.inChunk();
                }
                chunk.digests().ifPresent(all -> digests.addAll(split(all)));
            }
            if (index < 0 || index >= digests.size()) {
                return Optional.empty();
            }
            var stored = ProofStore.bills(tx, tenant, List.of(bill)).getFirst();
            var rates = new ArrayList<JsonNode>();
            ProofStore.readRates(tx, tenant, List.of(bill), (id, rate) -> rates.add(rate.document()));
            return Optional.of(new BillProof(
                    place.run(),
                    place.root(),
                    index,
                    digests.size(),
                    MerkleTree.path(digests, index),
                    BillDigest.content(stored.document()),
                    rates));
        });
    }

    /** The digests that a chunk has stored, in the order of its accounts. */
    static List<String> ofChunk(byte[] digests) {
        return split(digests).stream().map(HexFormat.of()::formatHex).toList();
    }
}
