package io.sosia.jobs.photo;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which of the photos that somebody calls one person's show another face than the others. One wrong photo among several
 * would have its person taken for the registered one in every scan.
 *
 * <p>A photo stays as long as it is like at least half of the others; those that are like the smallest share of the
 * others go first, all of them at once, and the rest is asked again. So the odd one of three goes alone, and where two
 * disagree, or two pairs, all go: nobody can tell here which is right. Photos that are registered are believed, and a new
 * one has to be like at least half of them too.
 */
public final class PhotoAgreement {

    /**
     * Two photos of one person are rarely less alike, by the score of decisions; two people nearly always are. Chosen on
     * half of {@code lfw-dev}'s people, where 4 in 1,000 pairs of accepted photos of one person are below and 5 in 1,000
     * pairs of two people are not; on the other half 6 and 5 ({@code PortraitGateFiguresIT}).
     */
    public static final double UNLIKE = 0.26;

    private PhotoAgreement() {}

    /** Whether two photos, by their numbers, are like each other; symmetric. */
    @FunctionalInterface
    public interface Alike {
        /** Whether they are. */
        boolean test(int one, int other);
    }

    /**
     * Finds the odd ones.
     *
     * @param fresh how many photos are new, numbered from 0
     * @param registered how many are registered, numbered after the new ones
     * @return numbers of new photos
     */
    public static Set<Integer> odd(int fresh, int registered, Alike alike) {
        Set<Integer> odd = new HashSet<>();
        IntPredicate stays = photo -> !odd.contains(photo);
        for (int photo = 0; photo < fresh; photo++) {
            if (likeLessThanHalf(share(photo, IntStream.range(fresh, fresh + registered), alike))) {
                odd.add(photo);
            }
        }
        while (true) {
            int[] left = IntStream.range(0, fresh + registered).filter(stays).toArray();
            double least = IntStream.of(left)
                    .filter(photo -> photo < fresh)
                    .mapToDouble(photo -> share(photo, IntStream.of(left), alike))
                    .min()
                    .orElse(1);
            if (!likeLessThanHalf(least)) {
                return odd;
            }
            IntStream.of(left)
                    .filter(photo -> photo < fresh && share(photo, IntStream.of(left), alike) == least)
                    .forEach(odd::add);
        }
    }

    private static boolean likeLessThanHalf(double share) {
        return share < 0.5;
    }

    /** Of some photos without the one itself, the share that it is like; all where there are none. */
    private static double share(int photo, IntStream photos, Alike alike) {
        int[] others = photos.filter(other -> other != photo).toArray();
        return others.length == 0
                ? 1
                : (double) IntStream.of(others)
                                .filter(other -> alike.test(photo, other))
                                .count()
                        / others.length;
    }
}
