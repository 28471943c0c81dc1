package io.sosia.testdata.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FaceClustersTest {

    private final FaceClusters clusters = new FaceClusters(ClusterSettings.of(1_000_000));

    @Test
    void probesLieAtTheCosineTheyState() {
        for (int i = 0; i < 200; i++) {
            Probe probe = clusters.probe(i);
            assertTrue(probe.cosine() >= FaceClusters.LEAST_MATE && probe.cosine() <= FaceClusters.MOST_MATE);
            assertEquals(
                    probe.cosine(), cosine(probe.vector(), clusters.template(probe.person(), probe.template())), 1e-5);
            assertEquals(1, cosine(probe.vector(), probe.vector()), 1e-5);
        }
    }

    @Test
    void anyVectorCanBeMadeAgainWithoutTheOthers() {
        FaceClusters again = new FaceClusters(ClusterSettings.of(1_000_000));
        assertArrayEquals(clusters.template(987_654, 1), again.template(987_654, 1));
        assertArrayEquals(clusters.probe(77).vector(), again.probe(77).vector());
        assertArrayEquals(clusters.stranger(5), again.stranger(5));
    }

    @Test
    void templatesOfAPersonAreNearAndThoseOfOthersAreNot() {
        double leastOwn = 1;
        double sum = 0;
        double most = -1;
        int pairs = 0;
        for (int i = 0; i < 200; i++) {
            leastOwn = Math.min(leastOwn, cosine(clusters.template(i, 0), clusters.template(i, 1)));
            for (int j = 0; j < i; j++) {
                double other = cosine(clusters.template(i, 0), clusters.template(j, 0));
                sum += other;
                most = Math.max(most, other);
                pairs++;
            }
        }
        assertTrue(leastOwn > 0.4, "least cosine within a person: " + leastOwn);
        assertEquals(0, sum / pairs, 0.02);
        assertTrue(most < 0.6, "greatest cosine between people: " + most);
    }

    @Test
    void numbersOutsideThePopulationAreRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> clusters.template(1_000_000, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> clusters.template(0, 2));
        assertThrows(IllegalArgumentException.class, () -> new ClusterSettings(1, 0, 1, 128, 1));
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
