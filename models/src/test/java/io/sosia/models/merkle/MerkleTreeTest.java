package io.sosia.models.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The vectors are those of Certificate Transparency's reference, as transparency-dev/merkle@02194e9a has them in
 * {@code proof/verify_test.go}; its entries and proofs count from 1, ours from 0.
 */
class MerkleTreeTest {

    private static final List<String> ENTRIES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final int MOST = 200;

    private static List<MerkleHash> vectors() {
        return ENTRIES.stream()
                .map(entry -> MerkleHash.ofLeaf(HexFormat.of().parseHex(entry)))
                .toList();
    }

    private static List<MerkleHash> leaves(int size) {
        return LongStream.range(0, size)
                .mapToObj(n -> MerkleHash.ofLeaf(new byte[] {(byte) n, (byte) (n >> 8), 7}))
                .toList();
    }

    private static TreeEdge edge(List<MerkleHash> leaves) {
        TreeEdge edge = TreeEdge.empty();
        for (MerkleHash leaf : leaves) {
            edge = edge.append(leaf);
        }
        return edge;
    }

    /** The root as RFC 9162, section 2.1.1 defines it, which appending must agree with. */
    private static MerkleHash root(List<MerkleHash> leaves) {
        if (leaves.isEmpty()) {
            return MerkleHash.ofEmptyTree();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return MerkleHash.ofNode(root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    private static List<MerkleHash> path(List<LeafRange> ranges, List<MerkleHash> leaves) {
        RangeRoots roots = new RangeRoots(ranges);
        leaves.forEach(roots::accept);
        return roots.roots();
    }

    private static List<MerkleHash> hashes(String... hex) {
        return Stream.of(hex)
                .map(text -> MerkleHash.of(HexFormat.of().parseHex(text)))
                .toList();
    }

    @Test
    void rootsAreThoseOfTheReference() {
        for (int size = 0; size <= ENTRIES.size(); size++) {
            assertEquals(
                    ROOTS.get(size), edge(vectors().subList(0, size)).root().toString(), "root of " + size);
        }
    }

    @Test
    void inclusionProofsAreThoseOfTheReference() {
        assertInclusion(
                0,
                8,
                hashes(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
        assertInclusion(
                5,
                8,
                hashes(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        assertInclusion(2, 3, hashes("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
        assertInclusion(
                1,
                5,
                hashes(
                        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
    }

    private static void assertInclusion(int index, int size, List<MerkleHash> path) {
        List<MerkleHash> leaves = vectors().subList(0, size);
        assertEquals(path, path(InclusionProof.ranges(index, size), leaves));
        assertTrue(new InclusionProof(index, size, path)
                .proves(leaves.get(index), hashes(ROOTS.get(size)).getFirst()));
    }

    @Test
    void consistencyProofsAreThoseOfTheReference() {
        assertConsistency(1, 1, List.of());
        assertConsistency(
                1,
                8,
                hashes(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
        assertConsistency(
                6,
                8,
                hashes(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        assertConsistency(
                2,
                5,
                hashes(
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
        assertConsistency(
                6,
                7,
                hashes(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    }

    private static void assertConsistency(int first, int second, List<MerkleHash> path) {
        assertEquals(
                path, path(ConsistencyProof.ranges(first, second), vectors().subList(0, second)));
        assertTrue(new ConsistencyProof(first, second, path)
                .proves(
                        hashes(ROOTS.get(first)).getFirst(),
                        hashes(ROOTS.get(second)).getFirst()));
    }

    @Test
    void appendingGivesTheRootThatIsDefined() {
        for (int size = 0; size <= MOST; size++) {
            List<MerkleHash> leaves = leaves(size);
            TreeEdge edge = edge(leaves);
            assertEquals(root(leaves), edge.root(), "size " + size);
            assertEquals(edge, TreeEdge.of(size, edge.toBytes()));
        }
    }

    @Test
    void everyLeafOfEveryTreeIsProvenAndAtNoOtherPlace() {
        for (int size = 1; size <= MOST; size++) {
            List<MerkleHash> leaves = leaves(size);
            MerkleHash root = edge(leaves).root();
            for (int index = 0; index < size; index++) {
                List<MerkleHash> path = path(InclusionProof.ranges(index, size), leaves);
                InclusionProof proof = new InclusionProof(index, size, path);
                assertTrue(proof.proves(leaves.get(index), root), index + " of " + size);
                int other = (index + 1) % size;
                if (other != index) {
                    assertFalse(proof.proves(leaves.get(other), root));
                    assertFalse(new InclusionProof(other, size, path).proves(leaves.get(index), root));
                }
                assertFalse(proof.proves(leaves.get(index), MerkleHash.ofEmptyTree()));
                assertFalse(new InclusionProof(index, size, with(path, root)).proves(leaves.get(index), root));
                if (!path.isEmpty()) {
                    assertFalse(new InclusionProof(index, size, path.subList(1, path.size()))
                            .proves(leaves.get(index), root));
                }
            }
        }
    }

    @Test
    void everyTreeGrewOutOfEverySmallerOneAndOutOfNoOther() {
        List<MerkleHash> leaves = leaves(MOST);
        List<MerkleHash> roots = new ArrayList<>();
        for (int size = 0; size <= MOST; size++) {
            roots.add(edge(leaves.subList(0, size)).root());
        }
        for (int second = 1; second <= MOST; second++) {
            for (int first = 1; first <= second; first++) {
                List<MerkleHash> path = path(ConsistencyProof.ranges(first, second), leaves.subList(0, second));
                ConsistencyProof proof = new ConsistencyProof(first, second, path);
                assertTrue(proof.proves(roots.get(first), roots.get(second)), first + " to " + second);
                assertFalse(proof.proves(roots.get(first - 1), roots.get(second)));
                assertFalse(proof.proves(roots.get(first), roots.get(second - 1)));
                assertFalse(new ConsistencyProof(first, second, with(path, roots.get(first)))
                        .proves(roots.get(first), roots.get(second)));
            }
        }
    }

    private static List<MerkleHash> with(List<MerkleHash> path, MerkleHash more) {
        List<MerkleHash> longer = new ArrayList<>(path);
        longer.add(more);
        return longer;
    }

    @Test
    void aChangedHashProvesNothing() {
        List<MerkleHash> leaves = leaves(77);
        MerkleHash root = edge(leaves).root();
        List<MerkleHash> path = path(InclusionProof.ranges(50, 77), leaves);
        for (int at = 0; at < path.size(); at++) {
            List<MerkleHash> changed = new ArrayList<>(path);
            byte[] bytes = path.get(at).bytes();
            bytes[at] ^= 1;
            changed.set(at, MerkleHash.of(bytes));
            assertFalse(new InclusionProof(50, 77, changed).proves(leaves.get(50), root));
        }
    }

    @Test
    void whatIsOutsideIsRefusedWithTheLimit() {
        assertEquals(
                "a tree of 3 leaves has no leaf 3",
                assertThrows(IllegalArgumentException.class, () -> InclusionProof.ranges(3, 3))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ConsistencyProof.ranges(0, 3));
        assertThrows(IllegalArgumentException.class, () -> ConsistencyProof.ranges(4, 3));
        assertThrows(IllegalArgumentException.class, () -> TreeEdge.of(3, new byte[32]));
        assertThrows(IllegalStateException.class, () -> path(InclusionProof.ranges(0, 3), leaves(2)));
    }
}
