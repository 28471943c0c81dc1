package io.sosia.jobs.takedown.search;

import io.sosia.jobs.takedown.TakedownCase;
import io.sosia.jobs.takedown.search.ArchiveStep.Looked;
import io.sosia.jobs.takedown.search.ArchiveStep.NamedLooked;
import io.sosia.jobs.takedown.search.Coverage.Anew;
import io.sosia.jobs.takedown.search.Coverage.Archive;
import io.sosia.jobs.takedown.search.Coverage.Named;
import io.sosia.jobs.takedown.search.Coverage.Photos;
import io.sosia.jobs.takedown.search.Coverage.Strangers;
import io.sosia.jobs.takedown.search.Coverage.Unread;
import io.sosia.jobs.takedown.search.SearchStore.Again;
import io.sosia.jobs.takedown.search.SearchStore.Run;
import io.sosia.jobs.takedown.search.SearchStore.Scanned;
import io.sosia.jobs.takedown.search.SearchStore.Scans;
import io.sosia.jobs.takedown.search.SearchStore.VideoRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells what a search has looked at, what it could not, and how much chance explains of what it found. */
final class CoverageReport {

    private static final double MS_PER_HOUR = 3_600_000;

    private final SearchParts parts;
    private final SearchStore store;
    private final TakedownCase about;
    private final OperatingPoints points;
    private final VideoStep.Points scores;
    private final double sure;

    CoverageReport(
            SearchParts parts,
            SearchStore store,
            TakedownCase about,
            OperatingPoints points,
            VideoStep.Points scores,
            double sure) {
        this.parts = parts;
        this.store = store;
        this.about = about;
        this.points = points;
        this.scores = scores;
        this.sure = sure;
    }

    Coverage of(Run run, Looked looked, Photos photos, List<Candidate> candidates, Instant now) {
        List<VideoRow> again = store.videos(run.run());
        Instant first = looked.keptFrom().atStartOfDay(ZoneOffset.UTC).toInstant();
        Optional<Archive> archive = Optional.empty();
        List<Unread> unread = new ArrayList<>();
        long unreadInAll = 0;
        Set<String> told = new HashSet<>();
        for (VideoRow row : again) {
            if (row.state() == Again.UNREAD || row.state() == Again.PARTLY) {
                for (SearchStore.VideoAgain.At at : row.video().uploads()) {
                    unread.add(new Unread(
                            at.path(),
                            at.upload().work(),
                            at.upload().episode(),
                            row.reason().orElse(""),
                            row.detail().orElse(""),
                            row.state() == Again.PARTLY,
                            row.video().named()));
                    told.add(at.path());
                    unreadInAll++;
                }
            }
        }
        if (looked.archived()) {
            Scans scans = store.scansSince(first);
            archive = Optional.of(new Archive(
                    looked.keptFrom(),
                    looked.days(),
                    looked.compared(),
                    looked.incomparable(),
                    scans.videos(),
                    scans.videoMs(),
                    scans.videoMs() == 0
                            ? 1
                            : ArchiveStep.rounded(Math.max(
                                            0,
                                            scans.seenMs()
                                                    - looked.notCompared().seenMs())
                                    / scans.videoMs()),
                    looked.notCompared().videos(),
                    scans.expired(),
                    looked.damaged()));
            long more = scans.unread();
            for (Scanned video : store.unreadSince(first, Coverage.MOST_UNREAD)) {
                if (told.contains(video.path())) {
                    more--;
                } else if (unread.size() < Coverage.MOST_UNREAD) {
                    unread.add(new Unread(
                            video.path(),
                            video.upload().work(),
                            video.upload().episode(),
                            video.reason().orElse(""),
                            video.detail().orElse(""),
                            video.status().equals("PARTLY"),
                            new ArchiveStep.Places(about.named()).hold(video.upload())));
                }
            }
            unreadInAll += Math.max(0, more);
        }
        List<VideoRow> seen = again.stream()
                .filter(row -> row.state() == Again.LOOKED || row.state() == Again.PARTLY)
                .toList();
        Anew anew = new Anew(
                seen.size(),
                seen.stream().mapToLong(VideoRow::durationMs).sum(),
                seen.stream().mapToLong(VideoRow::tracks).sum());
        List<Named> named =
                looked.named().stream().map(place -> named(place, again)).toList();
        Strangers strangers = strangers(looked, anew);
        long quickOnly = candidates.stream()
                .filter(candidate -> !candidate.facts().complete())
                .count();
        boolean complete = unreadInAll == 0
                && looked.cut() == 0
                && photos.refused().isEmpty()
                && named.stream().allMatch(place -> place.known() > 0 && place.unread() == 0)
                && archive.map(CoverageReport::whole).orElse(!named.isEmpty());
        Coverage bare = new Coverage(
                about.number(),
                about.round(),
                now,
                complete,
                "",
                photos,
                archive,
                named,
                anew,
                unread.subList(0, Math.min(unread.size(), Coverage.MOST_UNREAD)),
                unreadInAll,
                strangers,
                candidates.size(),
                looked.cut(),
                quickOnly);
        return new Coverage(
                bare.caseNumber(),
                bare.round(),
                bare.at(),
                bare.complete(),
                statement(bare),
                bare.photos(),
                bare.archive(),
                bare.named(),
                bare.anew(),
                bare.unread(),
                bare.unreadInAll(),
                bare.strangers(),
                bare.candidates(),
                bare.leftOut(),
                bare.quickOnly());
    }

    private static boolean whole(Archive archive) {
        return archive.damaged().isEmpty()
                && archive.expired() == 0
                && archive.withoutSightings() == 0
                && archive.incomparable() == 0;
    }

    private static Named named(NamedLooked place, List<VideoRow> again) {
        int anew = 0;
        int unread = 0;
        for (VideoRow row : again) {
            for (SearchStore.VideoAgain.At at : row.video().uploads()) {
                if (at.upload().work().equals(place.work())
                        && place.episode().map(at.upload().episode()::equals).orElse(true)) {
                    switch (row.state()) {
                        case LOOKED -> anew++;
                        case PARTLY -> {
                            anew++;
                            unread++;
                        }
                        case UNREAD, WAITING -> unread++;
                    }
                }
            }
        }
        return new Named(place.work(), place.episode(), place.known(), place.archived(), anew, unread);
    }

    private Strangers strangers(Looked looked, Anew anew) {
        long compared = looked.compared() + anew.tracks();
        // Within what was named the archive's own share of tracks is as scans counted it.
        long inNamed = Math.min(compared, Math.max(looked.namedTracks(), anew.tracks()));
        double rate = points.odds().probability(scores.least());
        return new Strangers(
                compared,
                scores.least(),
                rate,
                significant((compared - inNamed) * rate),
                scores.named(),
                inNamed,
                significant(inNamed * points.odds().probability(scores.named())),
                sure,
                significant(compared * points.odds().probability(sure)),
                parts.calibration().population(),
                parts.calibration().provisional());
    }

    /** Two digits: more is not known of a tail. */
    private static double significant(double value) {
        return value == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%.1e", value));
    }

    private static String statement(Coverage coverage) {
        List<String> sentences = new ArrayList<>();
        if (coverage.archive().isEmpty()) {
            sentences.add("No sightings are kept here, so that only what was named was looked at");
        }
        coverage.archive().ifPresent(archive -> {
            sentences.add(
                    archive.days().isEmpty()
                            ? "The archive of sightings is empty"
                            : String.format(
                                    Locale.ROOT,
                                    "The archive was searched from %s to %s, %s: %,d sightings compared, of %,d videos of %.1f"
                                            + " hours, of which %.1f %% were looked at",
                                    archive.days().getFirst(),
                                    archive.days().getLast(),
                                    count(archive.days().size(), "day"),
                                    archive.compared(),
                                    archive.videos(),
                                    archive.videoMs() / MS_PER_HOUR,
                                    100 * archive.shareSeen()));
            if (archive.expired() > 0) {
                sentences.add(count(archive.expired(), "video") + " scanned before " + archive.keptFrom()
                        + " " + are(archive.expired())
                        + " not in it, since their sightings have expired");
            }
            if (archive.withoutSightings() > 0) {
                sentences.add("of " + count(archive.withoutSightings(), "video")
                        + " scanned since, no sighting is in it: none"
                        + " was kept then, it was erased or damaged, or another machine keeps it");
            }
            if (archive.incomparable() > 0) {
                sentences.add(
                        count(archive.incomparable(), "sighting") + " of another recogniser could not be compared");
            }
            if (!archive.damaged().isEmpty()) {
                sentences.add(count(archive.damaged().size(), "part") + " of it "
                        + are(archive.damaged().size())
                        + " damaged and could not be searched in full: "
                        + String.join(
                                ", ",
                                archive.damaged().stream()
                                        .map(Coverage.Damaged::day)
                                        .map(LocalDate::toString)
                                        .distinct()
                                        .toList()));
            }
        });
        if (coverage.anew().videos() > 0) {
            sentences.add(count(coverage.anew().videos(), "video") + " "
                    + (coverage.anew().videos() == 1 ? "was" : "were") + " looked at again");
        }
        for (Named place : coverage.named()) {
            if (place.known() == 0) {
                sentences.add("of what was named, " + place.work()
                        + place.episode().map(episode -> " " + episode).orElse("")
                        + " was never scanned here under that name");
            }
        }
        if (coverage.unreadInAll() > 0) {
            sentences.add(count(coverage.unreadInAll(), "video") + " could not be looked at, or in part");
        }
        if (coverage.leftOut() > 0) {
            sentences.add(count(coverage.leftOut(), "sighting") + " like the person " + are(coverage.leftOut())
                    + " left out, the least alike of too many");
        }
        if (coverage.quickOnly() > 0) {
            sentences.add(count(coverage.quickOnly(), "candidate") + " could be seen by one recogniser only");
        }
        Strangers strangers = coverage.strangers();
        sentences.add(String.format(
                Locale.ROOT,
                "among the candidates %.2g strangers are expected by chance%s",
                strangers.expected() + strangers.namedExpected(),
                strangers.provisional() ? " (provisionally, by the population " + strangers.population() + ")" : ""));
        StringBuilder text = new StringBuilder();
        for (String sentence : sentences) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(sentence.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(sentence.substring(1))
                    .append('.');
        }
        return text.toString();
    }

    private static String are(long number) {
        return number == 1 ? "is" : "are";
    }

    private static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }
}
