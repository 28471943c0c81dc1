package io.sosia.jobs.scan;

import io.sosia.detector.media.Sampling;
import io.sosia.detector.pipeline.VideoScanner.VideoScan;
import io.sosia.indexer.sighting.Look;
import io.sosia.indexer.sighting.SightedTrack;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.jobs.config.SightingSettings;
import io.sosia.models.catalogue.ModelCard;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts what scans see into the archive of sightings, as the settings want it. Thread-safe; the archive stays the caller's to
 * close.
 *
 * <p>A video's sightings are on disk before its result is committed. A scan that dies in between has acknowledged nothing: the
 * video is looked at again, and its sightings take the place of those.
 */
public final class SightingKeeper {

    private final SightingArchive archive;
    private final SightingSettings settings;
    private final Clock clock;
    private final LongAdder kept = new LongAdder();

    /** For one scan after another. */
    public SightingKeeper(SightingArchive archive, SightingSettings settings, Clock clock) {
        this.archive = archive;
        this.settings = settings;
        this.clock = clock;
    }

    /** Erases what has expired, and seals what earlier days have left open. */
    void begin() {
        LocalDate today = today();
        archive.eraseBefore(settings.firstKept(today));
        archive.sealBefore(today);
    }

    /**
     * Keeps what was seen of a video, unless nothing is to be kept; only templates that have been computed before are.
     *
     * @param at when it was looked at
     */
    void keep(
            ScanInput.Video video,
            VideoScan scan,
            List<TrackProbe> tracks,
            ModelCard detector,
            Sampling sampling,
            Instant at) {
        if (!settings.keepsAny()) {
            return;
        }
        Look look = new Look(
                video.upload(),
                video.file().toString(),
                scan.facts().sha256(),
                at,
                scan.facts().duration().millis(),
                scan.coverage().framesSampled(),
                scan.coverage().longestGap().millis(),
                Math.clamp(scan.coverage().shareSeen(), 0.0, 1.0),
                scan.problem().isEmpty(),
                sampling.key(),
                detector.id(),
                detector.sha256());
        archive.append(look, tracks.stream().map(this::sighted).toList());
        kept.add(tracks.size());
    }

    private SightedTrack sighted(TrackProbe probe) {
        return TrackSightings.of(probe.track(), probe.templates(), settings.keepsPictures());
    }

    /** Sightings kept so far. */
    long kept() {
        return kept.sum();
    }

    /**
     * What a run kept.
     *
     * @param before {@link #kept} at its beginning
     * @return empty where nothing is to be kept
     */
    Optional<SightingsKept> since(long before) {
        return settings.keepsAny()
                ? Optional.of(new SightingsKept(
                        kept() - before, settings.erasedOn(today()).toString()))
                : Optional.empty();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
