package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.sighting.SightingHit.PictureReference;
import io.sosia.indexer.sighting.SightingHit.SightingId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps everything in lists and compares one by one: what the real archive is held against. */
final class SightingsInMemory implements SightingArchive {

    private record Kept(int number, LocalDate day, Look look, List<SightedTrack> tracks) {}

    private final List<Kept> kept = new ArrayList<>();
    private int given;

    @Override
    public synchronized void append(Look look, List<SightedTrack> tracks) {
        kept.add(new Kept(given++, LocalDate.ofInstant(look.at(), ZoneOffset.UTC), look, List.copyOf(tracks)));
    }

    private boolean stands(int place) {
        Kept one = kept.get(place);
        for (int other = 0; other < kept.size(); other++) {
            Kept newer = kept.get(other);
            boolean later = newer.day.isAfter(one.day) || (newer.day.equals(one.day) && other > place);
            if (later
                    && newer.look.uploadKey().equals(one.look.uploadKey())
                    && (newer.look.complete()
                            || (!one.look.complete() && newer.look.shareSeen() >= one.look.shareSeen()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized SightingSearch search(CaseReference because, SightingQuery query) {
        because.requireOpen();
        List<SightingHit> hits = new ArrayList<>();
        List<Look> looks = new ArrayList<>();
        long compared = 0;
        long incomparable = 0;
        for (int place = 0; place < kept.size(); place++) {
            Kept one = kept.get(place);
            if (!stands(place)) {
                continue;
            }
            if (query.works().contains(one.look.upload().work())) {
                looks.add(one.look);
            }
            for (int track = 0; track < one.tracks.size(); track++) {
                Sighting sighting = one.tracks.get(track).sighting();
                Optional<Likeness> likeness = query.fusion().compare(sighting.templates(), query.person());
                if (likeness.isEmpty()) {
                    incomparable++;
                    continue;
                }
                compared++;
                if (likeness.get().in(query.fusion().quick()).orElseThrow().compareTo(query.screen()) >= 0
                        && likeness.get().score().compareTo(query.least()) >= 0) {
                    Optional<PictureReference> picture =
                            one.tracks.get(track).picture().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new PictureReference(one.day, one.number, track, 1));
                    hits.add(new SightingHit(
                            new SightingId(one.day, one.look.uploadKey(), sighting.track()),
                            one.look,
                            sighting,
                            likeness.get(),
                            picture));
                }
            }
        }
        hits.sort(SightingHit.MOST_ALIKE_FIRST);
        looks.sort(Comparator.comparing(Look::at));
        return new SightingSearch(
                hits.subList(0, Math.min(query.most(), hits.size())),
                hits.size(),
                compared,
                incomparable,
                kept.stream().map(Kept::day).distinct().sorted().toList(),
                looks,
                SearchedUploads.of(kept.stream().map(Kept::look).toList()),
                List.of());
    }

    @Override
    public synchronized Optional<SmallPicture> picture(CaseReference because, PictureReference where) {
        because.requireOpen();
        return kept.stream()
                .filter(one -> one.number == where.part() && one.day.equals(where.day()))
                .findFirst()
                .flatMap(one -> one.tracks.get((int) where.offset()).picture());
    }

    @Override
    public synchronized ArchiveCoverage coverage() {
        TreeMap<LocalDate, long[]> days = new TreeMap<>();
        for (Kept one : kept) {
            long[] counts = days.computeIfAbsent(one.day, day -> new long[2]);
            counts[0]++;
            counts[1] += one.tracks.size();
        }
        return new ArchiveCoverage(
                days.entrySet().stream()
                        .map(day -> new ArchiveCoverage.Day(day.getKey(), day.getValue()[0], day.getValue()[1]))
                        .toList(),
                List.of());
    }

    @Override
    public List<ArchiveDamage> verify() {
        return List.of();
    }

    @Override
    public void sealBefore(LocalDate day) {
        // It makes no difference here.
    }

    @Override
    public synchronized List<LocalDate> eraseBefore(LocalDate firstKept) {
        List<LocalDate> erased = kept.stream()
                .map(Kept::day)
                .filter(day -> day.isBefore(firstKept))
                .distinct()
                .sorted()
                .toList();
        kept.removeIf(one -> one.day.isBefore(firstKept));
        return erased;
    }
}
