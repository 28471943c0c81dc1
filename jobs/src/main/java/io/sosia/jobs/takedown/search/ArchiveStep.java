package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.CascadeSearch;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.match.Upload;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.Look;
import io.sosia.indexer.sighting.Sighting;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.indexer.sighting.SightingHit;
import io.sosia.indexer.sighting.SightingHit.PictureReference;
import io.sosia.indexer.sighting.SightingQuery;
import io.sosia.indexer.sighting.SightingSearch;
import io.sosia.jobs.takedown.NamedPlace;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.search.SearchStore.Scanned;
import io.sosia.jobs.takedown.search.SearchStore.VideoAgain;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.EmbeddingSpace;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Searches the archive of sightings through the open case, and tells which videos have to be looked at again: those that the
 * requester named and the archive lacks, and those of candidates that the strong recogniser has not seen and has no picture of.
 */
final class ArchiveStep {

    /** Hits that are looked at closer at most; beyond, the least alike are counted only. Some 100 MB. */
    static final int MOST_HITS = 20_000;

    /** Videos that are looked at again for candidates without a picture, at most: those of the most alike. */
    private static final int MOST_AGAIN = 500;

    private final SearchParts parts;
    private final SearchStore store;

    ArchiveStep(SearchParts parts, SearchStore store) {
        this.parts = parts;
        this.store = store;
    }

    /**
     * What a search of the archive came to, as it is stored between steps.
     *
     * @param archived whether there is an archive
     * @param sightings that thresholds were set by
     * @param namedTracks face tracks of what the requester named, as scans counted them
     * @param cut hits beyond the most
     */
    record Looked(
            boolean archived,
            LocalDate keptFrom,
            List<LocalDate> days,
            long compared,
            long incomparable,
            long sightings,
            long namedTracks,
            SearchStore.NotCompared notCompared,
            long cut,
            List<Coverage.Damaged> damaged,
            List<NamedLooked> named) {
        Looked {
            days = List.copyOf(days);
            damaged = List.copyOf(damaged);
            named = List.copyOf(named);
        }
    }

    /**
     * A place that the requester named.
     *
     * @param known videos of it
     * @param archived of those, in the archive
     */
    record NamedLooked(String work, Optional<String> episode, int known, int archived) {}

    /** What the step came to. */
    record Outcome(List<Candidate> candidates, Looked looked, List<VideoAgain> videos) {}

    Outcome search(TakedownCase about, PersonTemplates person, OperatingPoints points) {
        LocalDate today = LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
        LocalDate keptFrom = parts.sightings().firstKept(today);
        Places places = new Places(about.named());
        Map<NamedPlace, List<Scanned>> uploads = new LinkedHashMap<>();
        for (NamedPlace place : about.named()) {
            NamedPlace whole = new NamedPlace(place.work(), place.episode(), Optional.empty());
            uploads.computeIfAbsent(whole, p -> store.uploads(p.work(), p.episode()));
        }
        long namedTracks = uploads.values().stream()
                .flatMap(List::stream)
                .distinct()
                .mapToLong(Scanned::tracks)
                .sum();
        List<Candidate> candidates = new ArrayList<>();
        Set<String> archived = new HashSet<>();
        Set<VideoAgain> again = new LinkedHashSet<>();
        Looked looked;
        if (parts.archive().isEmpty()) {
            looked = new Looked(
                    false,
                    keptFrom,
                    List.of(),
                    0,
                    0,
                    0,
                    namedTracks,
                    new SearchStore.NotCompared(0, 0),
                    0,
                    List.of(),
                    named(uploads, archived));
        } else {
            SightingArchive archive = parts.archive().get();
            long sightings = archive.coverage().sightings();
            double least = points.least(sightings);
            double lowest = places.any() ? Math.min(least, points.named()) : least;
            SightingSearch found = archive.search(
                    CaseReference.issuedBy(parts.cases(), about.number()), query(person, lowest, places.works()));
            found.looks().stream()
                    .filter(look -> !day(look).isBefore(keptFrom))
                    .forEach(look -> archived.add(look.uploadKey()));
            for (SightingHit hit : found.hits()) {
                if (hit.id().day().isBefore(keptFrom)) {
                    // Expired, and there only until somebody erases it.
                    continue;
                }
                boolean named = places.hold(hit.look().upload());
                double score = hit.likeness().score().value();
                boolean complete = hit.likeness().complete();
                if (complete && score < (named ? points.named() : least)) {
                    continue;
                }
                candidates.add(candidate(hit, named));
                if (!complete && hit.picture().isEmpty() && again.size() < MOST_AGAIN) {
                    again.add(again(hit.look(), named));
                }
            }
            looked = new Looked(
                    true,
                    keptFrom,
                    found.days().stream().filter(day -> !day.isBefore(keptFrom)).toList(),
                    found.compared(),
                    found.incomparable(),
                    sightings,
                    namedTracks,
                    store.notAmong(
                            found.uploads(),
                            keptFrom.atStartOfDay(ZoneOffset.UTC).toInstant()),
                    found.found() - found.hits().size(),
                    found.damaged().stream()
                            .map(damage -> new Coverage.Damaged(damage.day(), damage.file(), damage.what()))
                            .toList(),
                    named(uploads, archived));
        }
        again.addAll(lacking(uploads, archived));
        return new Outcome(candidates, looked, List.copyOf(again));
    }

    private static LocalDate day(Look look) {
        return LocalDate.ofInstant(look.at(), ZoneOffset.UTC);
    }

    /** Whoever the quick recogniser does not rule out is a hit: of many it alone has made a vector so far. */
    private SightingQuery query(PersonTemplates person, double least, Set<String> works) {
        boolean alone = parts.fusion().strong().isEmpty();
        Cosine screen = new Cosine(Math.max(-1, alone ? least : least - CascadeSearch.SCREEN_MARGIN));
        return new SightingQuery(person, parts.fusion(), screen, screen, MOST_HITS, works);
    }

    private static Candidate candidate(SightingHit hit, boolean named) {
        Look look = hit.look();
        return candidate(
                look.upload(),
                look.uploadKey(),
                look.path(),
                look.videoSha256(),
                hit.sighting(),
                hit.picture(),
                named,
                hit.likeness().score().value(),
                byModel(hit.likeness().similarities()),
                hit.likeness().complete());
    }

    /** A candidate as it was found; its picture, if any, lies in the archive. */
    static Candidate candidate(
            Upload upload,
            String uploadKey,
            String path,
            String videoSha256,
            Sighting sighting,
            Optional<PictureReference> picture,
            boolean named,
            double score,
            Map<String, Double> byModel,
            boolean complete) {
        return new Candidate(
                new Candidate.Facts(
                        upload,
                        uploadKey,
                        path,
                        videoSha256,
                        sighting.track(),
                        sighting.spans(),
                        sighting.quality(),
                        sighting.faces(),
                        sighting.best(),
                        picture,
                        named,
                        score,
                        byModel,
                        complete,
                        List.of()),
                sighting.templates(),
                Optional.empty());
    }

    /** Cosines by model: people know recognisers by that name. */
    static Map<String, Double> byModel(Map<EmbeddingSpace, Cosine> similarities) {
        return similarities.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().model(),
                        entry -> rounded(entry.getValue().value())));
    }

    /** Four digits tell apart what a float32 vector can. */
    static double rounded(double score) {
        return Math.round(score * 10_000) / 10_000.0;
    }

    private static VideoAgain again(Look look, boolean named) {
        return new VideoAgain(List.of(new VideoAgain.At(look.path(), look.upload())), look.videoSha256(), named);
    }

    private static List<NamedLooked> named(Map<NamedPlace, List<Scanned>> uploads, Set<String> archived) {
        List<NamedLooked> named = new ArrayList<>();
        uploads.forEach((place, known) -> named.add(new NamedLooked(place.work(), place.episode(), known.size(), (int)
                known.stream().filter(upload -> archived.contains(key(upload))).count())));
        return named;
    }

    /** What the requester named and the archive lacks, each file's bytes once. */
    private static List<VideoAgain> lacking(Map<NamedPlace, List<Scanned>> uploads, Set<String> archived) {
        Map<String, List<VideoAgain.At>> byBytes = new LinkedHashMap<>();
        Map<String, String> hashes = new HashMap<>();
        for (Scanned upload : new LinkedHashSet<>(
                uploads.values().stream().flatMap(List::stream).toList())) {
            if (!archived.contains(key(upload))) {
                // A file that could never be read has no hash, and is one by its path.
                String bytes = upload.videoSha256().isEmpty() ? "path " + upload.path() : upload.videoSha256();
                byBytes.computeIfAbsent(bytes, none -> new ArrayList<>())
                        .add(new VideoAgain.At(upload.path(), upload.upload()));
                hashes.put(bytes, upload.videoSha256());
            }
        }
        List<VideoAgain> videos = new ArrayList<>();
        byBytes.forEach((bytes, at) ->
                videos.add(new VideoAgain(at, java.util.Objects.requireNonNull(hashes.get(bytes)), true)));
        return videos;
    }

    private static String key(Scanned upload) {
        return upload.videoSha256().isEmpty() ? "" : key(upload.upload(), upload.videoSha256());
    }

    /** The key that a look at an upload would have. */
    static String key(Upload upload, String videoSha256) {
        return new Look(
                        upload,
                        "",
                        videoSha256,
                        Instant.EPOCH,
                        0,
                        0,
                        0,
                        0,
                        false,
                        "",
                        "",
                        // Of the look alone, and no part of the upload's key.
                        videoSha256)
                .uploadKey();
    }

    /** What the requester named. */
    static final class Places {

        private final List<NamedPlace> named;

        Places(List<NamedPlace> named) {
            this.named = List.copyOf(named);
        }

        boolean any() {
            return !named.isEmpty();
        }

        Set<String> works() {
            return named.stream().map(NamedPlace::work).collect(Collectors.toSet());
        }

        /** Whether an upload is of what was named. */
        boolean hold(Upload upload) {
            return named.stream()
                    .anyMatch(place -> place.work().equals(upload.work())
                            && place.episode().map(upload.episode()::equals).orElse(true));
        }
    }
}
