package org.billwright.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tree against the roots that implementations of Certificate Transparency have in common, and its paths. */
class MerkleTreeTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The leaves of the tests of Certificate Transparency. */
    private static final List<byte[]> LEAVES = List.of(
            HEX.parseHex(""),
            HEX.parseHex("00"),
            HEX.parseHex("10"),
            HEX.parseHex("2021"),
            HEX.parseHex("3031"),
            HEX.parseHex("40414243"),
            HEX.parseHex("5051525354555657"),
            HEX.parseHex("606162636465666768696a6b6c6d6e6f"));

    private static String root(List<byte[]> leaves) {
        var tree = new MerkleTree();
        leaves.forEach(tree::add);
        return HEX.formatHex(tree.root());
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void the_root_is_that_of_rfc_6962(int leaves, String root) {
        assertThat(root(LEAVES.subList(0, leaves))).isEqualTo(root);
    }

    @Test
    void each_path_leads_to_the_root_and_no_other_leaf_or_path_does() {
        var random = new Random(678);
        var leaves = new ArrayList<byte[]>();
        for (int size = 1; size <= 70; size++) {
            var leaf = new byte[32];
            random.nextBytes(leaf);
            leaves.add(leaf);
            var root = root(leaves);
            for (int i = 0; i < size; i++) {
                var path = MerkleTree.path(leaves, i);
                assertThat(HEX.formatHex(MerkleTree.root(leaves.get(i), i, size, path)))
                        .isEqualTo(root);
                var other = Arrays.copyOf(leaves.get(i), 32);
                other[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
                assertThat(HEX.formatHex(MerkleTree.root(other, i, size, path))).isNotEqualTo(root);
                for (int step = 0; step < path.size(); step++) {
                    var wrong = new ArrayList<>(path);
                    wrong.set(step, other);
                    assertThat(HEX.formatHex(MerkleTree.root(leaves.get(i), i, size, wrong)))
                            .isNotEqualTo(root);
                }
            }
        }
    }
}
