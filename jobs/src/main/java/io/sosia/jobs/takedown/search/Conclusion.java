package io.sosia.jobs.takedown.search;

import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Licensing;
import io.sosia.indexer.match.Verdict;
import io.sosia.indexer.registry.Licence;
import io.sosia.indexer.sighting.Span;
import io.sosia.jobs.takedown.DecidingRound;
import io.sosia.jobs.takedown.NamedPlace;
import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.search.Characters.Item;
import io.sosia.jobs.takedown.search.SearchStore.Filed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Makes findings of candidates: tracks of one character of a work are one. What earlier searches of the case have told of stays
 * under its number:
 *
 * <ul>
 *   <li>A track that is met again takes its earlier self's place; of an upload that is met again no other earlier track stays.
 *   <li>What is not met any more, since its sightings have expired, stays as it was.
 *   <li>New tracks of a character join the finding of which nobody has said anything yet. Where people have, in this round of
 *       the case or one before, nothing is added to what they have seen: tracks of further uploads become another finding of
 *       the same character, which is decided by itself.
 * </ul>
 */
final class Conclusion {

    /** The most serious first. */
    private static final List<Verdict> SEVERITY = List.of(
            Verdict.UNLICENSED, Verdict.OUT_OF_SCOPE, Verdict.LICENCE_EXPIRED, Verdict.LICENSED, Verdict.REVIEW);

    private final SearchParts parts;
    private final TakedownCase about;
    private final VideoStep.Points points;
    private final double sure;
    private final List<Licence> licences;
    private final Instant now;

    Conclusion(SearchParts parts, TakedownCase about, VideoStep.Points points, double sure, Instant now) {
        this.parts = parts;
        this.about = about;
        this.points = points;
        this.sure = sure;
        this.licences = about.person().map(parts.register()::licences).orElse(List.of());
        this.now = now;
    }

    /**
     * Makes findings.
     *
     * @param filed those that are known, of all works
     * @param numbers gives the next finding's number
     * @return all of the case, what to look at first first
     */
    List<Filed> findings(List<Candidate> candidates, List<Filed> filed, LongSupplier numbers) {
        Set<Long> spokenOf = filed.stream()
                .map(Filed::finding)
                .filter(finding -> DecidingRound.isSpokenOf(about, finding, parts.reviews()))
                .map(CaseFinding::finding)
                .collect(Collectors.toSet());
        LongPredicate decided = spokenOf::contains;
        Map<String, List<Candidate>> fresh = new TreeMap<>(candidates.stream()
                .collect(Collectors.groupingBy(
                        candidate -> candidate.facts().upload().work())));
        Map<String, List<Filed>> known = new TreeMap<>(filed.stream()
                .collect(Collectors.groupingBy(one -> one.finding().work())));
        Set<String> works = new java.util.TreeSet<>(fresh.keySet());
        works.addAll(known.keySet());
        List<Filed> all = new ArrayList<>();
        for (String work : works) {
            all.addAll(work(
                    work, fresh.getOrDefault(work, List.of()), known.getOrDefault(work, List.of()), decided, numbers));
        }
        all.sort(Comparator.comparing((Filed one) -> !one.finding().named())
                .thenComparing(one -> !one.finding().sure())
                .thenComparingInt(one -> SEVERITY.indexOf(one.finding().licensing()))
                .thenComparingDouble(one -> -one.finding().score())
                .thenComparingLong(one -> -one.finding().screenMs())
                .thenComparingLong(one -> one.finding().finding()));
        return all;
    }

    private List<Filed> work(
            String work, List<Candidate> fresh, List<Filed> known, LongPredicate decided, LongSupplier numbers) {
        Map<String, Candidate> byId = new LinkedHashMap<>();
        fresh.forEach(candidate -> byId.put(candidate.facts().id(), candidate));
        Set<String> metAgain =
                fresh.stream().map(candidate -> candidate.facts().uploadKey()).collect(Collectors.toSet());
        List<Item> items = new ArrayList<>();
        List<Candidate> tracks = new ArrayList<>();
        List<OptionalLong> of = new ArrayList<>();
        // Two findings of one character, of which one is decided, are one to what is new.
        Map<Long, Long> first = new HashMap<>();
        Map<Integer, Long> byCharacter = new HashMap<>();
        Set<Candidate> stale = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Filed one : known) {
            long finding = one.finding().finding();
            first.put(finding, byCharacter.computeIfAbsent(one.finding().character(), character -> finding));
            boolean closed = decided.test(finding);
            for (Candidate track : one.tracks()) {
                Candidate again = byId.remove(track.facts().id());
                if (again == null && !closed && metAgain.contains(track.facts().uploadKey())) {
                    // The upload was looked at anew: this track tells which finding it was, and goes.
                    stale.add(track);
                }
                // What people have decided about stays as they saw it.
                tracks.add(again == null || closed ? track : again);
                items.add(new Item(track.templates(), OptionalLong.of(first.get(finding))));
                of.add(OptionalLong.of(finding));
            }
        }
        byId.values().forEach(candidate -> {
            tracks.add(candidate);
            items.add(new Item(candidate.templates(), OptionalLong.empty()));
            of.add(OptionalLong.empty());
        });
        Map<Long, Filed> earlier =
                known.stream().collect(Collectors.toMap(one -> one.finding().finding(), one -> one));
        int characters =
                known.stream().mapToInt(one -> one.finding().character()).max().orElse(0);
        List<Filed> findings = new ArrayList<>();
        List<List<Integer>> groups = new ArrayList<>(Characters.group(items, parts.fusion(), Characters.ALIKE));
        groups.sort(Comparator.comparingDouble((List<Integer> group) -> -group.stream()
                .mapToDouble(track -> tracks.get(track).facts().score())
                .max()
                .orElseThrow()));
        Set<Long> kept = new HashSet<>();
        for (List<Integer> group : groups) {
            Map<Long, List<Candidate>> byFinding = new TreeMap<>();
            List<Candidate> loose = new ArrayList<>();
            for (int track : group) {
                if (of.get(track).isPresent()) {
                    byFinding
                            .computeIfAbsent(of.get(track).getAsLong(), none -> new ArrayList<>())
                            .add(tracks.get(track));
                } else {
                    loose.add(tracks.get(track));
                }
            }
            int character = byFinding.isEmpty()
                    ? ++characters
                    : java.util.Objects.requireNonNull(
                                    earlier.get(byFinding.keySet().iterator().next()))
                            .finding()
                            .character();
            if (!loose.isEmpty()) {
                long into = byFinding.keySet().stream()
                        .filter(finding -> !decided.test(finding))
                        .findFirst()
                        .orElseGet(numbers::getAsLong);
                byFinding.computeIfAbsent(into, none -> new ArrayList<>()).addAll(loose);
            }
            byFinding.forEach((finding, own) -> {
                kept.add(finding);
                List<Candidate> current =
                        own.stream().filter(track -> !stale.contains(track)).toList();
                findings.add(filed(
                        finding,
                        work,
                        character,
                        current.isEmpty() ? own : current,
                        Optional.ofNullable(earlier.get(finding))));
            });
        }
        // One whose every track is another's now: its number stays, with what it said.
        known.stream().filter(one -> !kept.contains(one.finding().finding())).forEach(findings::add);
        return findings;
    }

    private Filed filed(long number, String work, int character, List<Candidate> tracks, Optional<Filed> earlier) {
        List<Candidate> order = tracks.stream()
                .sorted(Comparator.comparingDouble(
                                (Candidate track) -> -track.facts().score())
                        .thenComparing(track -> track.facts().id()))
                .toList();
        Candidate best = order.getFirst();
        List<Place> places = new ArrayList<>();
        Map<String, Licensing> licensing = new HashMap<>();
        for (Candidate track : order) {
            Licensing said = licensing.computeIfAbsent(
                    track.facts().uploadKey(),
                    upload -> Licensing.of(licences, track.facts().upload(), now));
            for (Span span : track.facts().spans()) {
                places.add(place(track.facts(), span, said));
            }
        }
        places.sort(Comparator.comparing(Place::episode)
                .thenComparing(Place::path)
                .thenComparingLong(Place::startMs)
                .thenComparingInt(Place::track));
        Licensing worst = licensing.values().stream()
                .min(Comparator.comparingInt((Licensing said) -> SEVERITY.indexOf(said.verdict()))
                        .thenComparing(Licensing::explanation))
                .orElseThrow();
        Set<Caution> cautions = EnumSet.noneOf(Caution.class);
        boolean drawn =
                order.stream().allMatch(track -> track.facts().cautions().contains(Caution.STYLISED));
        if (drawn) {
            cautions.add(Caution.STYLISED);
        }
        if (order.size() == 1 && best.facts().faces() == 1) {
            cautions.add(Caution.ONE_FRAME);
        }
        boolean inNamed = best.facts().named();
        double least = points.of(inNamed);
        Optional<String> doubt = doubt(best, drawn);
        Set<Optional<String>> uploaders =
                order.stream().map(track -> track.facts().upload().uploader()).collect(Collectors.toSet());
        int pictures = (int)
                order.stream().filter(track -> track.picture().isPresent()).count();
        return new Filed(
                new CaseFinding(
                        number,
                        CaseFinding.id(number),
                        about.number(),
                        earlier.map(one -> one.finding().round()).orElse(about.round()),
                        work,
                        character,
                        places,
                        screenMs(places),
                        ArchiveStep.rounded(best.facts().score()),
                        best.facts().similarities(),
                        least,
                        sure,
                        doubt.isEmpty(),
                        doubt.isPresent() ? Verdict.REVIEW : worst.verdict(),
                        worst.verdict(),
                        doubt.orElse(worst.explanation()),
                        uploaders.size() == 1 ? uploaders.iterator().next() : Optional.empty(),
                        places.stream().anyMatch(place -> isNamed(work, place)),
                        List.copyOf(cautions),
                        pictures,
                        earlier.map(one -> one.finding().found()).orElse(now)),
                order);
    }

    private static Place place(Candidate.Facts facts, Span span, Licensing said) {
        return new Place(
                facts.upload().episode(),
                facts.path(),
                facts.videoSha256(),
                facts.track(),
                span.startMs(),
                span.endMs(),
                ArchiveStep.rounded(facts.score()),
                facts.upload().uploader(),
                facts.upload().published(),
                facts.upload().territory(),
                said.verdict(),
                said.explanation());
    }

    /** Why a person has to look before anything else is said of it. */
    private Optional<String> doubt(Candidate best, boolean drawn) {
        if (drawn && parts.scan().reviewsStylised()) {
            return Optional.of("the face is drawn or stylised, for which no similarity was measured");
        }
        if (!best.facts().complete()) {
            return Optional.of(
                    "one recogniser alone has seen the face, and there is no picture for the other to look at");
        }
        if (best.facts().score() < sure) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "similarity %.4f is below %.4f, from which on chance hardly makes a stranger so alike among so many",
                    best.facts().score(),
                    sure));
        }
        return Optional.empty();
    }

    private boolean isNamed(String work, Place place) {
        for (NamedPlace named : about.named()) {
            if (named.work().equals(work)
                    && named.episode().map(place.episode()::equals).orElse(true)
                    && named.timeMs()
                            .map(at -> place.startMs() <= at + NEAR_MS && at - NEAR_MS <= place.endMs())
                            .orElse(true)) {
                return true;
            }
        }
        return false;
    }

    /** People name a moment by the second that they remember, and a scan looks every other second. */
    private static final long NEAR_MS = 5_000;

    /** How long somebody is seen: times in one video that overlap count once. */
    static long screenMs(Collection<Place> places) {
        Map<String, List<Place>> byVideo =
                places.stream().collect(Collectors.groupingBy(place -> place.episode() + "\0" + place.path()));
        long sum = 0;
        for (List<Place> own : byVideo.values()) {
            own.sort(Comparator.comparingLong(Place::startMs));
            long until = 0;
            for (Place place : own) {
                long from = Math.max(until, place.startMs());
                sum += Math.max(0, place.endMs() - from);
                until = Math.max(until, place.endMs());
            }
        }
        return sum;
    }
}
