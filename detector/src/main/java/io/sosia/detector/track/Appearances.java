package io.sosia.detector.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Appearances of a person, put in order. */
final class Appearances {

    private static final Comparator<AppearanceDraft> BY_START =
            Comparator.comparing(AppearanceDraft::start).thenComparing(AppearanceDraft::end);

    private Appearances() {}

    /**
     * Sorts one person's appearances and unites those that overlap, and those of one shot between which the person was
     * missing no longer than a tracklet bears.
     */
    static void unite(List<AppearanceDraft> appearances, int missedSamples) {
        appearances.sort(BY_START);
        List<AppearanceDraft> united = new ArrayList<>(appearances.size());
        for (AppearanceDraft next : appearances) {
            if (!united.isEmpty()) {
                AppearanceDraft last = united.getLast();
                boolean continues =
                        next.shot() == last.shot() && next.firstFrame() - last.lastFrame() <= missedSamples + 1L;
                if (continues || next.start().compareTo(last.end()) < 0) {
                    united.set(united.size() - 1, last.joined(next));
                    continue;
                }
            }
            united.add(next);
        }
        appearances.clear();
        appearances.addAll(united);
    }

    /**
     * Joins neighbours, those with the least time between them first, until a quarter less than the bound is left, or
     * one for each person.
     *
     * @param people each person's appearances, ascending, not overlapping
     */
    static void condense(List<List<AppearanceDraft>> people, int atMost) {
        long total = people.stream().mapToLong(List::size).sum();
        if (total <= atMost) {
            return;
        }
        List<Long> gaps = new ArrayList<>();
        for (List<AppearanceDraft> appearances : people) {
            for (int i = 1; i < appearances.size(); i++) {
                gaps.add(gap(appearances.get(i - 1), appearances.get(i)));
            }
        }
        if (gaps.isEmpty()) {
            return;
        }
        gaps.sort(Comparator.naturalOrder());
        long tooMany = total - (atMost - atMost / 4);
        long widest = gaps.get((int) Math.min(gaps.size(), tooMany) - 1);
        for (List<AppearanceDraft> appearances : people) {
            List<AppearanceDraft> joined = new ArrayList<>();
            for (AppearanceDraft next : appearances) {
                if (!joined.isEmpty() && gap(joined.getLast(), next) <= widest) {
                    joined.set(joined.size() - 1, joined.getLast().joined(next));
                } else {
                    joined.add(next);
                }
            }
            appearances.clear();
            appearances.addAll(joined);
        }
    }

    private static long gap(AppearanceDraft a, AppearanceDraft b) {
        return b.start().micros() - a.end().micros();
    }
}
