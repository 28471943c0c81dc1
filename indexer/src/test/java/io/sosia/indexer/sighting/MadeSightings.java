package io.sosia.indexer.sighting;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.match.Upload;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Looks and sightings of nobody, from a seed. */
final class MadeSightings {

    static final EmbeddingSpace QUICK = new EmbeddingSpace("made-quick", "0123456789ab", "p1", 16);
    static final EmbeddingSpace STRONG = new EmbeddingSpace("made-strong", "ba9876543210", "p1", 24);
    static final Fusion BOTH = Fusion.of(QUICK, STRONG);
    static final Instant MORNING = Instant.parse("2026-11-20T06:00:00Z");

    private final RandomGenerator random;

    MadeSightings(long seed) {
        this.random = new Random(seed);
    }

    Embedding vector(EmbeddingSpace space) {
        float[] raw = new float[space.dimensions()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) random.nextGaussian();
        }
        return Embedding.normalised(space, raw);
    }

    /** A track with a vector in the quick space, and every other one in the strong one as well. */
    Sighting sighting(int track) {
        Embedding quick = vector(QUICK);
        Embedding strong = vector(STRONG);
        return sighting(track, track % 2 == 0 ? FaceVectors.of(quick, strong) : FaceVectors.of(quick));
    }

    Sighting sighting(int track, FaceVectors templates) {
        long start = random.nextInt(60_000);
        return new Sighting(
                track,
                List.of(new Span(start, start + 500), new Span(start + 2_000, start + 4_000)),
                templates,
                random.nextDouble(),
                1 + random.nextInt(20),
                new BestView(start + 100, 10, 20, 110, 140));
    }

    /** So many tracks, each with a picture where asked for. */
    List<SightedTrack> tracks(int count, boolean pictured) {
        List<SightedTrack> tracks = new ArrayList<>();
        for (int track = 1; track <= count; track++) {
            tracks.add(new SightedTrack(sighting(track), pictured ? Optional.of(picture()) : Optional.empty()));
        }
        return tracks;
    }

    SmallPicture picture() {
        byte[] jpeg = new byte[200 + random.nextInt(100)];
        for (int i = 0; i < jpeg.length; i++) {
            jpeg[i] = (byte) random.nextInt(256);
        }
        return new SmallPicture(SmallPicture.Kind.CLOSE_UP, jpeg);
    }

    static Look look(int upload, Instant at) {
        return look(upload, at, 1, true);
    }

    static Look look(int upload, Instant at, double share, boolean complete) {
        return new Look(
                new Upload(
                        "work-" + upload % 5,
                        String.valueOf(upload),
                        Optional.of("acct-9"),
                        Optional.of(Instant.parse("2026-11-19T20:00:00Z")),
                        Optional.empty()),
                "films/" + upload + ".mp4",
                String.format("%064x", upload + 1),
                at,
                60_000,
                31,
                2_000,
                share,
                complete,
                "nightly",
                "made-detector",
                "0".repeat(64));
    }

    /** Everybody who is not at right angles to this one. */
    static SightingQuery query(Embedding person, double screen, int most) {
        return new SightingQuery(
                PersonTemplates.of(List.of(person)), BOTH, new Cosine(screen), new Cosine(-1), most, Set.of());
    }

    /** The same, with all sightings as hits. */
    static SightingQuery everything(Embedding person) {
        return query(person, -1, SightingQuery.MOST_HITS);
    }

    /** An open case. */
    static CaseReference openCase() {
        return CaseReference.issuedBy(number -> true, "T-000001");
    }
}
