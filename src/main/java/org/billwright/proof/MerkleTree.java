package org.billwright.proof;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.billwright.store.Fingerprint;

/**
 * The Merkle tree of RFC 6962, section 2.1, with SHA-256: from its root follows each leaf and the order of all. Leaves are added one by
 * one, in memory that grows with the logarithm of their number.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final Deque<byte[]> complete = new ArrayDeque<>();
    private long leaves;

    /** Adds the data of a leaf. */
    public MerkleTree add(byte[] data) {
        complete.push(leaf(data));
        leaves++;
        for (long rest = leaves; (rest & 1) == 0; rest >>= 1) {
            var right = complete.pop();
            complete.push(node(complete.pop(), right));
        }
        return this;
    }

    /** How many leaves there are. */
    public long leaves() {
        return leaves;
    }

    /** The root. Called once. */
    public byte[] root() {
        if (complete.isEmpty()) {
            return Fingerprint.sha256().digest();
        }
        var root = complete.pop();
        while (!complete.isEmpty()) {
            root = node(complete.pop(), root);
        }
        return root;
    }

    /** The hashes beside the way from a leaf to the root, from the leaf on (RFC 6962, section 2.1.1). */
    static List<byte[]> path(List<byte[]> data, int leaf) {
        var path = new ArrayList<byte[]>();
        addPath(data, leaf, path);
        return path;
    }

    private static void addPath(List<byte[]> data, int leaf, List<byte[]> path) {
        if (data.size() <= 1) {
            return;
        }
        int left = Integer.highestOneBit(data.size() - 1);
        var first = data.subList(0, left);
        var second = data.subList(left, data.size());
        if (leaf < left) {
            addPath(first, leaf, path);
            path.add(rootOf(second));
        } else {
            addPath(second, leaf - left, path);
            path.add(rootOf(first));
        }
    }

    private static byte[] rootOf(List<byte[]> data) {
        var tree = new MerkleTree();
        data.forEach(tree::add);
        return tree.root();
    }

    /**
     * The root that follows from a leaf and its path. A path of another length than the tree has is an {@link IllegalArgumentException}.
     *
     * @param index of the leaf, from 0
     * @param size the number of leaves
     */
    static byte[] root(byte[] data, long index, long size, List<byte[]> path) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("there is no leaf " + index + " of " + size);
        }
        var root = leaf(data);
        long at = index;
        long last = size - 1;
        for (var beside : path) {
            if (last == 0) {
                throw new IllegalArgumentException("the path is too long");
            }
            if ((at & 1) == 1 || at == last) {
                root = node(beside, root);
                while ((at & 1) == 0 && at != 0) {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                root = node(root, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw new IllegalArgumentException("the path is too short");
        }
        return root;
    }

    private static byte[] leaf(byte[] data) {
        return hash(LEAF, data, new byte[0]);
    }

    private static byte[] node(byte[] left, byte[] right) {
        return hash(NODE, left, right);
    }

    private static byte[] hash(byte kind, byte[] first, byte[] second) {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(kind);
        digest.update(first);
        return digest.digest(second);
    }
}
