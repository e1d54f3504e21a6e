package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.billing.BillDigest;
import org.billwright.json.CanonicalJson;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.store.ContentDigest;

/**
 * A bill with its rates and the path to the root of its run: whoever has the root from the audit trail can check it without the database.
 *
 * @param index of the bill in its run, from 0
 * @param size the number of bills of the run
 * @param bill what never changes of it
 * @param rates as they are stored
 */
public record BillProof(
        String runId, String root, long index, long size, List<byte[]> path, ObjectNode bill, List<JsonNode> rates) {
    private static final HexFormat HEX = HexFormat.of();
    private static final String TYPE = "BillProof";
    private static final Set<String> MEMBERS =
            Set.of("@type", "billRun", "merkleRoot", "leafIndex", "leafCount", "path", "bill", "rate");

    /** The proof as a file. */
    public ObjectNode document() {
        var document = Json.object().put("@type", TYPE);
        document.putObject("billRun").put("id", runId);
        document.put("merkleRoot", root).put("leafIndex", index).put("leafCount", size);
        var hashes = document.putArray("path");
        path.forEach(hash -> hashes.add(HEX.formatHex(hash)));
        document.set("bill", bill);
        document.putArray("rate").addAll(rates);
        return document;
    }

    /** The proof of a file. What is none is an {@link IllegalArgumentException}. */
    public static BillProof of(ObjectNode document) {
        if (!TYPE.equals(document.path("@type").textValue()) || !(document.path("bill") instanceof ObjectNode bill)) {
            throw new IllegalArgumentException("it is no document of the type " + TYPE);
        }
        requireProved(document, bill);
        var path = new ArrayList<byte[]>();
        document.path("path").forEach(hash -> path.add(HEX.parseHex(hash.asText())));
        var rates = new ArrayList<JsonNode>();
        document.path("rate").forEach(rates::add);
        return new BillProof(
                JsonValues.text(document, "billRun", "id").orElse(""),
                JsonValues.text(document, "merkleRoot").orElse(""),
                number(document, "leafIndex"),
                number(document, "leafCount"),
                path,
                bill,
                rates);
    }

    /** What is not digested would be shown beside what is, and could be forged. */
    private static void requireProved(ObjectNode document, ObjectNode bill) {
        document.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("it has the member " + name + ", which proves nothing");
            }
        });
        if (!CanonicalJson.of(bill).equals(CanonicalJson.of(BillDigest.content(bill)))) {
            throw new IllegalArgumentException("its bill has members that are not proved");
        }
    }

    private static long number(ObjectNode document, String name) {
        if (!document.path(name).isIntegralNumber()) {
            throw new IllegalArgumentException("its " + name + " is no whole number");
        }
        return document.path(name).longValue();
    }

    /** The number of the bill, or its id. */
    public String name() {
        return JsonValues.text(bill, "billNo")
                .or(() -> JsonValues.text(bill, "id"))
                .orElse("");
    }

    /** Why it is no proof; empty where the bill is one of those that the root stands for. */
    public Optional<String> fault() {
        try {
            var computed = HEX.formatHex(MerkleTree.root(digest(), index, size, path));
            return computed.equals(root)
                    ? Optional.empty()
                    : Optional.of("the bill and the path give the root " + computed + ", and not " + root);
        } catch (IllegalArgumentException wrong) {
            return Optional.of("the path is none of this tree: " + wrong.getMessage());
        }
    }

    private byte[] digest() {
        var digest = new BillDigest();
        rates.forEach(rate -> digest.add(Json.write(rate)));
        return bytes(digest.of(bill));
    }

    /** The data of a leaf. */
    static byte[] bytes(ContentDigest digest) {
        return HEX.parseHex(digest.hex());
    }
}
