package io.sosia.jobs.takedown;

import io.sosia.jobs.config.TakedownSettings;
import io.sosia.jobs.review.ReviewDecision;
import io.sosia.jobs.takedown.CaseDecisions.Settled;
import io.sosia.jobs.takedown.CaseLetter.Language;
import io.sosia.jobs.takedown.search.CaseFinding;
import io.sosia.jobs.takedown.search.Coverage;
import io.sosia.jobs.takedown.search.Place;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes answers: a statement of reasons. Everything that others wrote goes in as values of a template. A requester reads no
 * account's name, an uploader nothing of whoever asks, and nobody a similarity.
 */
final class LetterWriter {

    /** Of an episode so many times are listed; a letter is read by people. */
    private static final int MOST_TIMES = 40;

    /** Of a value so many characters are shown. */
    private static final int MOST_CHARACTERS = 200;

    private static final double MS_PER_HOUR = 3_600_000;

    private final TakedownSettings settings;

    LetterWriter(TakedownSettings settings) {
        this.settings = settings;
    }

    // What the templates name. Every value is text that is ready to be read.

    private record LetterView(
            String number,
            String date,
            boolean hasPlatform,
            String platform,
            boolean requester,
            boolean uploader,
            boolean self,
            boolean hasName,
            String name,
            String account,
            String asked,
            boolean laterRound,
            boolean contested,
            String objected,
            boolean hasConfirmed,
            List<FindingView> confirmed,
            boolean hasLicensed,
            List<FindingView> licensed,
            boolean hasAllowed,
            List<FindingView> allowed,
            boolean hasReleased,
            List<FindingView> released,
            boolean hasOthers,
            boolean oneOther,
            int others,
            boolean nothing,
            CoverageView coverage,
            List<String> grounds,
            boolean hasGrounds,
            boolean china,
            String until,
            boolean hasObjections,
            String objections) {}

    private record FindingView(
            String id,
            String work,
            List<EpisodeView> episodes,
            String seconds,
            boolean clear,
            boolean moderate,
            boolean faint) {}

    private record EpisodeView(String episode, String times, boolean more, int moreTimes) {}

    private record CoverageView(
            boolean archive,
            boolean days,
            String from,
            String to,
            int dayCount,
            String videos,
            String hours,
            String share,
            boolean empty,
            boolean expired,
            String expiredCount,
            String keptFrom,
            boolean without,
            String withoutCount,
            boolean incomparable,
            boolean damaged,
            String damagedDays,
            boolean anew,
            String anewCount,
            List<PlaceView> unknown,
            boolean unread,
            String unreadCount,
            boolean leftOut,
            boolean whole) {}

    private record PlaceView(String work, boolean hasEpisode, String episode) {}

    /**
     * Writes a letter.
     *
     * @param account of the uploader whom it is for; empty for the requester
     */
    CaseLetter write(
            TakedownCase about,
            Optional<Requester> requester,
            CaseDecisions decisions,
            Recipient recipient,
            String account,
            Language language,
            Instant now) {
        boolean toUploader = recipient == Recipient.UPLOADER;
        Predicate<Place> shown =
                toUploader ? place -> place.uploader().filter(account::equals).isPresent() : place -> true;
        boolean contested =
                toUploader && about.contestedBy().filter(account::equals).isPresent();
        List<FindingView> confirmed = findings(decisions, one -> one.decision() == ReviewDecision.CONFIRM, shown);
        List<FindingView> licensed =
                findings(decisions, one -> one.decision() == ReviewDecision.LICENSED && one.byLicence(), shown);
        List<FindingView> allowed =
                findings(decisions, one -> one.decision() == ReviewDecision.LICENSED && !one.byLicence(), shown);
        List<FindingView> rejected = findings(decisions, one -> one.decision() == ReviewDecision.REJECT, shown);
        long others = decisions.settled().stream()
                .filter(one -> one.decision() == ReviewDecision.REJECT)
                .count();
        boolean self = requester
                .map(who -> switch (who.role()) {
                    case PERSON -> true;
                    case GUARDIAN, AGENT -> false;
                })
                .orElse(true);
        List<String> grounds = about.policy().grounds().containsKey(language.tag())
                ? List.of(String.valueOf(about.policy().grounds().get(language.tag())))
                : List.of();
        LetterView view = new LetterView(
                about.number(),
                date(now, language),
                !settings.platform().isEmpty(),
                settings.platform(),
                !toUploader,
                toUploader,
                self,
                requester.flatMap(Requester::name).isPresent(),
                requester.flatMap(Requester::name).map(LetterWriter::shortened).orElse(""),
                shortened(account),
                date(about.opened(), language),
                about.round() > 1,
                contested,
                date(about.current().began(), language),
                !confirmed.isEmpty(),
                confirmed,
                !licensed.isEmpty(),
                licensed,
                !allowed.isEmpty(),
                allowed,
                contested && !rejected.isEmpty(),
                rejected,
                !toUploader && others > 0,
                others == 1,
                Math.toIntExact(others),
                confirmed.isEmpty() && licensed.isEmpty() && allowed.isEmpty() && !contested,
                coverage(decisions.coverage().orElseThrow(), language),
                grounds,
                !grounds.isEmpty(),
                about.territory().equals("CN"),
                date(now.plus(about.policy().objection()), language),
                !settings.objections().isEmpty(),
                settings.objections());
        LetterForm.Forms forms = LetterForm.fill("letter-" + language.tag(), languageOfPage(language), view);
        return new CaseLetter(about.round(), recipient, account, language, now, forms.html(), forms.plain());
    }

    private static String languageOfPage(Language language) {
        return switch (language) {
            case ZH -> "zh-CN";
            case EN -> "en";
        };
    }

    private static List<FindingView> findings(
            CaseDecisions decisions, Predicate<Settled> which, Predicate<Place> shown) {
        List<FindingView> views = new ArrayList<>();
        for (Settled one : decisions.settled()) {
            List<Place> places = one.finding().places().stream().filter(shown).toList();
            if (which.test(one) && !places.isEmpty()) {
                views.add(view(one.finding(), places));
            }
        }
        return views;
    }

    private static FindingView view(CaseFinding finding, List<Place> places) {
        Map<String, List<Place>> byEpisode =
                new TreeMap<>(places.stream().collect(Collectors.groupingBy(Place::episode)));
        List<EpisodeView> episodes = new ArrayList<>();
        long shown = 0;
        for (Map.Entry<String, List<Place>> episode : byEpisode.entrySet()) {
            List<Span> spans = merged(episode.getValue());
            shown += spans.stream().mapToLong(span -> span.endMs - span.startMs).sum();
            String times = spans.stream()
                    .limit(MOST_TIMES)
                    .map(span -> clock(span.startMs) + "–" + clock(span.endMs))
                    .collect(Collectors.joining(", "));
            episodes.add(new EpisodeView(
                    shortened(episode.getKey()),
                    times,
                    spans.size() > MOST_TIMES,
                    Math.max(0, spans.size() - MOST_TIMES)));
        }
        LikenessBand band = LikenessBand.of(finding);
        return new FindingView(
                finding.id(),
                shortened(finding.work()),
                episodes,
                String.valueOf(Math.max(1, Math.round(shown / 1000.0))),
                band == LikenessBand.CLEAR,
                band == LikenessBand.MODERATE,
                band == LikenessBand.FAINT);
    }

    private record Span(long startMs, long endMs) {}

    /** Times that overlap or touch as one; of copies of an episode, both. */
    private static List<Span> merged(List<Place> places) {
        List<Span> merged = new ArrayList<>();
        places.stream()
                .map(place -> new Span(place.startMs(), place.endMs()))
                .sorted(Comparator.comparingLong(Span::startMs).thenComparingLong(Span::endMs))
                .forEach(span -> {
                    if (!merged.isEmpty() && span.startMs <= merged.getLast().endMs) {
                        Span last = merged.removeLast();
                        merged.add(new Span(last.startMs, Math.max(last.endMs, span.endMs)));
                    } else {
                        merged.add(span);
                    }
                });
        return merged;
    }

    private static CoverageView coverage(Coverage coverage, Language language) {
        Optional<Coverage.Archive> archive = coverage.archive();
        List<LocalDate> days = archive.map(Coverage.Archive::days).orElse(List.of());
        List<LocalDate> damaged = archive.map(Coverage.Archive::damaged).orElse(List.of()).stream()
                .map(Coverage.Damaged::day)
                .distinct()
                .toList();
        long expired = archive.map(Coverage.Archive::expired).orElse(0L);
        long without = archive.map(Coverage.Archive::withoutSightings).orElse(0L);
        List<PlaceView> unknown = coverage.named().stream()
                .filter(place -> place.known() == 0)
                .map(place -> new PlaceView(
                        shortened(place.work()),
                        place.episode().isPresent(),
                        place.episode().map(LetterWriter::shortened).orElse("")))
                .toList();
        return new CoverageView(
                archive.isPresent(),
                !days.isEmpty(),
                days.isEmpty() ? "" : day(days.getFirst(), language),
                days.isEmpty() ? "" : day(days.getLast(), language),
                days.size(),
                count(archive.map(Coverage.Archive::videos).orElse(0L)),
                hours(archive.map(Coverage.Archive::videoMs).orElse(0L)),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        100 * archive.map(Coverage.Archive::shareSeen).orElse(0.0)),
                archive.isPresent() && days.isEmpty(),
                expired > 0,
                count(expired),
                archive.map(found -> day(found.keptFrom(), language)).orElse(""),
                without > 0,
                count(without),
                archive.map(found -> found.incomparable() > 0).orElse(false),
                !damaged.isEmpty(),
                damaged.stream().map(day -> day(day, language)).collect(Collectors.joining(", ")),
                coverage.anew().videos() > 0,
                count(coverage.anew().videos()),
                unknown,
                coverage.unreadInAll() > 0,
                count(coverage.unreadInAll()),
                coverage.leftOut() > 0,
                coverage.complete());
    }

    /** Short ones with more digits, so that nothing is called 0.0 hours. */
    private static String hours(long millis) {
        double hours = millis / MS_PER_HOUR;
        return String.format(Locale.ROOT, hours < 1 ? "%.2f" : "%,.1f", hours);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code mm:ss}, or {@code h:mm:ss} from an hour on: the second that has begun, as players show it. */
    private static String clock(long millis) {
        long seconds = millis / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** The first characters of what others wrote, not broken within one. */
    private static String shortened(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end) + "…";
    }

    private static String date(Instant at, Language language) {
        return switch (language) {
            case EN ->
                DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .format(at);
            case ZH ->
                DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm（'UTC'）", Locale.SIMPLIFIED_CHINESE)
                        .withZone(ZoneOffset.UTC)
                        .format(at);
        };
    }

    private static String day(LocalDate day, Language language) {
        return switch (language) {
            case EN ->
                DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).format(day);
            case ZH ->
                DateTimeFormatter.ofPattern("uuuu年M月d日", Locale.SIMPLIFIED_CHINESE)
                        .format(day);
        };
    }
}
