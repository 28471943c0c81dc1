package io.sosia.jobs.takedown.search;

import io.sosia.detector.align.AlignedFace;
import io.sosia.detector.embed.FaceEmbedder;
import io.sosia.detector.media.RgbImage;
import io.sosia.detector.quality.StyleMeter;
import io.sosia.indexer.match.Caution;
import io.sosia.indexer.match.Likeness;
import io.sosia.indexer.match.PersonTemplates;
import io.sosia.indexer.sighting.ArchiveDamagedException;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.SightingArchive;
import io.sosia.indexer.sighting.SmallPicture;
import io.sosia.jobs.scan.StopSignal;
import io.sosia.jobs.takedown.search.SearchStore.Asked;
import io.sosia.jobs.takedown.search.SearchStore.Run;
import io.sosia.jobs.takedown.search.VideoStep.Points;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.FaceVectors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Has the strong recogniser look at the archive's pictures of candidates that it has not seen, and takes the pictures of all
 * that stay alike into the case, where they outlast the archive. Some at a time, each lot in a transaction.
 */
final class FaceStep {

    private static final int LOT = 50;
    private static final StyleMeter STYLE = new StyleMeter();

    private final SearchParts parts;
    private final SearchStore store;

    FaceStep(SearchParts parts, SearchStore store) {
        this.parts = parts;
        this.store = store;
    }

    /** @throws SearchInterruptedException if the search was asked to end; what was done is stored */
    void look(Run run, PersonTemplates person, Points points, SearchListener listener, StopSignal stop) {
        long left = store.count(run.run(), Asked.FOUND);
        long all = left + store.count(run.run(), Asked.LOOKED);
        try (Lazily embedder = new Lazily(parts.strong())) {
            while (left > 0) {
                listener.progress(SearchStep.FACES, all - left, all);
                SearchInterruptedException.throwIf(stop);
                List<Candidate> lot = store.candidates(run, Asked.FOUND, LOT);
                List<Candidate> kept = new ArrayList<>();
                for (Candidate candidate : lot) {
                    look(run.caseNumber(), candidate, person, points, embedder).ifPresent(kept::add);
                }
                store.facesLookedAt(run, lot, kept);
                left -= lot.size();
            }
            listener.progress(SearchStep.FACES, all, all);
        }
    }

    private Optional<Candidate> look(
            String caseNumber, Candidate candidate, PersonTemplates person, Points points, Lazily embedder) {
        Optional<SmallPicture> picture = candidate.picture().or(() -> picture(caseNumber, candidate));
        FaceVectors face = candidate.templates();
        if (!candidate.facts().complete() && parts.strong().isPresent() && picture.isPresent()) {
            Optional<Embedding> strong = closeUp(
                            picture.get(), parts.strong().get().side())
                    .map(chip -> embedder.get().embed(new AlignedFace(chip, 1)));
            if (strong.isPresent()) {
                face = FaceVectors.of(face.in(parts.fusion().quick()).orElseThrow(), strong.get());
            }
        }
        Optional<Likeness> likeness = parts.fusion().compare(face, person);
        if (likeness.isEmpty()
                || likeness.get().score().value() < points.of(candidate.facts().named())) {
            return Optional.empty();
        }
        return Optional.of(new Candidate(
                candidate
                        .facts()
                        .looked(
                                likeness.get().score().value(),
                                ArchiveStep.byModel(likeness.get().similarities()),
                                likeness.get().complete(),
                                cautions(candidate.facts().faces(), picture)),
                face,
                picture));
    }

    private Optional<SmallPicture> picture(String caseNumber, Candidate candidate) {
        if (parts.archive().isEmpty() || candidate.facts().where().isEmpty()) {
            return Optional.empty();
        }
        SightingArchive archive = parts.archive().get();
        try {
            return archive.picture(
                    CaseReference.issuedBy(parts.cases(), caseNumber),
                    candidate.facts().where().get());
        } catch (ArchiveDamagedException e) {
            // The search itself names what is damaged of vectors; without its picture a candidate says so.
            return Optional.empty();
        }
    }

    /** The face as the strong recogniser wants it, if that is what the picture shows. */
    static Optional<RgbImage> closeUp(SmallPicture picture, int side) {
        return switch (picture.kind()) {
            case CLOSE_UP -> decoded(picture.jpeg()).filter(chip -> chip.width() == side && chip.height() == side);
            case SURROUNDINGS -> Optional.empty();
        };
    }

    /** From memory to memory: Java's own way with streams would put a picture into a file. */
    private static Optional<RgbImage> decoded(byte[] jpeg) {
        try {
            @Nullable
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)));
            return Optional.ofNullable(image).map(RgbImage::of);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a picture and the number of frames say by themselves. */
    static List<Caution> cautions(int faces, Optional<SmallPicture> picture) {
        List<Caution> cautions = new ArrayList<>();
        if (picture.flatMap(shot -> closeUp(shot, StyleMeter.SIZE))
                .map(chip -> STYLE.measure(chip) > 0)
                .orElse(false)) {
            cautions.add(Caution.STYLISED);
        }
        if (faces == 1) {
            cautions.add(Caution.ONE_FRAME);
        }
        return cautions;
    }

    /** Its session is opened by the first face, so that a search without one pays nothing. */
    private static final class Lazily implements AutoCloseable {
        private final Optional<StrongLook> strong;
        private @Nullable FaceEmbedder opened;

        Lazily(Optional<StrongLook> strong) {
            this.strong = strong;
        }

        FaceEmbedder get() {
            FaceEmbedder embedder = opened;
            if (embedder == null) {
                embedder = strong.map(StrongLook::embedders)
                        .map(Supplier::get)
                        .orElseThrow(() -> new IllegalStateException("no recogniser looks closer"));
                opened = embedder;
            }
            return embedder;
        }

        @Override
        public void close() {
            FaceEmbedder embedder = opened;
            if (embedder != null) {
                embedder.close();
            }
        }
    }
}
