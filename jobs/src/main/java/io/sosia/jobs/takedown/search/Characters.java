package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Fusion;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells the characters of a work apart among the tracks that look like one person: so that a second character who merely
 * looks like the person becomes a finding of their own, and does not stand among the person's.
 *
 * <p>Tracks are joined by average linkage: the two groups whose tracks are most alike on average, as long as that is
 * {@link #ALIKE} or more, by the score that decides elsewhere too ({@link Fusion}). The mean similarity of all pairs is the
 * product of the groups' mean vectors, so that no table of pairs is needed; groups are found by nearest neighbours that have
 * each other (Murtagh 1983, The Computer Journal 26, 354–359). Where one of two groups lacks the strong recogniser's vectors,
 * the quick one's similarity counts alone.
 *
 * <p>What people have decided about is never joined: two findings that are known stay two.
 */
final class Characters {

    /**
     * From this mean score on tracks of one work are one character. Leans to splitting: a person seen as two characters costs
     * one decision more, a look-alike who is joined to the person is accused with them. Chosen on half of {@code lfw-dev}'s
     * people with 4 photos: two are the portraits, two stand for tracks in a work, and beside them everybody else's photo that
     * is as like the person as {@link OperatingPoints} asks, 0.4375 ({@code CharacterFiguresIT}).
     *
     * <table>
     * <caption>People split in two, and look-alikes joined to them</caption>
     * <tr><th></th><th>chosen by: split of 164, joined of 46</th><th>other half: of 146, of 45</th></tr>
     * <tr><td>0.42</td><td>1, 9</td><td>1, 10</td></tr>
     * <tr><td>0.45</td><td>2, 2</td><td>1, 5</td></tr>
     * <tr><td>0.48</td><td>5, 0</td><td>5, 1</td></tr>
     * <tr><td>0.51</td><td>9, 0</td><td>11, 0</td></tr>
     * </table>
     */
    static final double ALIKE = 0.48;

    private Characters() {}

    /**
     * A track.
     *
     * @param finding that it belongs to already
     */
    record Item(FaceVectors face, OptionalLong finding) {}

    /**
     * Groups tracks.
     *
     * @return numbers of tracks by group, each group ascending, groups by their first track
     */
    static List<List<Integer>> group(List<Item> items, Fusion fusion, double alike) {
        List<Group> active = new ArrayList<>();
        Map<Long, Group> known = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Group single = Group.of(i, item, fusion);
            if (item.finding().isEmpty()) {
                active.add(single);
            } else if (known.containsKey(item.finding().getAsLong())) {
                known.get(item.finding().getAsLong()).add(single);
            } else {
                known.put(item.finding().getAsLong(), single);
                active.add(single);
            }
        }
        List<Group> done = new ArrayList<>();
        Deque<Group> chain = new ArrayDeque<>();
        while (!active.isEmpty()) {
            if (chain.isEmpty()) {
                chain.push(active.getFirst());
            }
            Group top = chain.element();
            chain.pop();
            Group before = chain.peek();
            Group nearest = top;
            double most = Double.NEGATIVE_INFINITY;
            for (Group other : active) {
                if (other != top) {
                    double similarity = top.similarity(other, fusion);
                    // Of equals the one before, or the chain would never end.
                    if (similarity > most || (similarity == most && other == before)) {
                        most = similarity;
                        nearest = other;
                    }
                }
            }
            if (most < alike) {
                // Nothing is near enough, nor will what is joined elsewhere be: an average is no more than the greater
                // part.
                done.add(top);
                active.remove(top);
                chain.clear();
            } else if (nearest == before) {
                before.add(top);
                active.remove(top);
                // Groups that lack vectors of one kind bend the averages: what lies below in the chain is asked anew.
                chain.clear();
            } else {
                chain.push(top);
                chain.push(nearest);
            }
        }
        List<List<Integer>> groups = new ArrayList<>(done.stream()
                .map(group -> group.members.stream().sorted().toList())
                .toList());
        groups.sort((one, other) -> Integer.compare(one.getFirst(), other.getFirst()));
        return Collections.unmodifiableList(groups);
    }

    /** Tracks that are one character; its sums are of unit vectors. */
    private static final class Group {
        private final List<Integer> members = new ArrayList<>();
        private OptionalLong finding;
        private final double[] quick;
        private int quicks;
        private final double[] strong;
        private int strongs;

        private Group(OptionalLong finding, int quickLength, int strongLength) {
            this.finding = finding;
            this.quick = new double[quickLength];
            this.strong = new double[strongLength];
        }

        static Group of(int number, Item item, Fusion fusion) {
            Group group = new Group(
                    item.finding(),
                    fusion.quick().dimensions(),
                    fusion.strong().map(space -> space.dimensions()).orElse(0));
            group.members.add(number);
            item.face().in(fusion.quick()).ifPresent(vector -> {
                sum(group.quick, vector);
                group.quicks = 1;
            });
            fusion.strong().flatMap(item.face()::in).ifPresent(vector -> {
                sum(group.strong, vector);
                group.strongs = 1;
            });
            return group;
        }

        private static void sum(double[] into, Embedding vector) {
            float[] unit = vector.toArray();
            for (int i = 0; i < into.length; i++) {
                into[i] += unit[i];
            }
        }

        void add(Group other) {
            members.addAll(other.members);
            if (finding.isEmpty()) {
                finding = other.finding;
            }
            for (int i = 0; i < quick.length; i++) {
                quick[i] += other.quick[i];
            }
            for (int i = 0; i < strong.length; i++) {
                strong[i] += other.strong[i];
            }
            quicks += other.quicks;
            strongs += other.strongs;
        }

        double similarity(Group other, Fusion fusion) {
            if ((finding.isPresent() && other.finding.isPresent()) || quicks == 0 || other.quicks == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            double byQuick = dot(quick, other.quick) / ((double) quicks * other.quicks);
            if (strongs == 0 || other.strongs == 0) {
                return byQuick;
            }
            double byStrong = dot(strong, other.strong) / ((double) strongs * other.strongs);
            return (1 - fusion.strongWeight()) * byQuick + fusion.strongWeight() * byStrong;
        }

        private static double dot(double[] one, double[] other) {
            double dot = 0;
            for (int i = 0; i < one.length; i++) {
                dot += one[i] * other[i];
            }
            return dot;
        }
    }
}
