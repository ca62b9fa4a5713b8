package io.sallyport.evidence.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTest {
    /** The entries and roots the Certificate Transparency implementations test with. */
    private static final List<String> ENTRIES = List.of("", "00", "10", "2021", "3031", "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static Hash leaf(int number) {
        return Hash.ofLeaf(new byte[0], new byte[]{(byte) number, (byte) (number >> 8)});
    }

    private static Hash root(long size) {
        CompactRange tree = new CompactRange();
        for (int number = 0; number < size; number++) {
            tree.append(leaf(number));
        }
        return tree.root();
    }

    @Test
    void rootsAreThoseOfRfc6962() {
        CompactRange tree = new CompactRange();
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", tree.root().hex());
        for (int number = 0; number < ENTRIES.size(); number++) {
            tree.append(Hash.ofLeaf(new byte[0], HexFormat.of().parseHex(ENTRIES.get(number))));
            assertEquals(ROOTS.get(number), tree.root().hex());
        }
    }

    @Test
    void inclusionIsProvenForEveryEntryAndNothingElse() {
        Proofs proofs = new Proofs(index -> leaf((int) index));
        for (int size = 1; size <= 33; size++) {
            Hash root = root(size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = proofs.inclusion(index, size);
                assertTrue(proof.proves(leaf(index), root), index + " of " + size);
                assertFalse(proof.proves(leaf(index + 1), root));
                assertFalse(proof.proves(leaf(index), root(size + 1)));
                assertFalse(new InclusionProof(index + 1, size, proof.path()).proves(leaf(index), root));
                List<Hash> longer = new ArrayList<>(proof.path());
                longer.add(root);
                assertFalse(new InclusionProof(index, size, longer).proves(leaf(index), root));
                if (!proof.path().isEmpty()) {
                    assertFalse(new InclusionProof(index, size, proof.path().subList(1, proof.path().size()))
                            .proves(leaf(index), root));
                }
            }
        }
    }

    @Test
    void consistencyIsProvenBetweenAllSizesAndNothingElse() {
        Proofs proofs = new Proofs(index -> leaf((int) index));
        for (int to = 0; to <= 33; to++) {
            for (int from = 0; from <= to; from++) {
                ConsistencyProof proof = proofs.consistency(from, to);
                assertTrue(proof.proves(root(from), root(to)), from + " to " + to);
                assertFalse(proof.proves(leaf(77), root(to)), from + " to " + to);
                if (from > 0) {
                    assertFalse(proof.proves(root(from), root(to + 1)), from + " to " + to);
                }
            }
        }
    }
}
