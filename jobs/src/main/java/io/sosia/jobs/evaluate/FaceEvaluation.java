package io.sosia.jobs.evaluate;

import io.sosia.jobs.evaluate.Identification.MatedSearch;
import io.sosia.jobs.evaluate.IdentificationPlan.MatedProbe;
import io.sosia.jobs.evaluate.PairsFile.LabelledPair;
import io.sosia.models.vector.Embedding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Joins labels and what was read of the photos to measurements. */
public final class FaceEvaluation {

    private FaceEvaluation() {}

    /** The photos that pairs need, each once. */
    public static Set<Path> photos(List<LabelledPair> pairs) {
        Set<Path> photos = new LinkedHashSet<>();
        for (LabelledPair pair : pairs) {
            photos.add(pair.first());
            photos.add(pair.second());
        }
        return photos;
    }

    /** The photos that an identification needs, each once. */
    public static Set<Path> photos(IdentificationPlan plan) {
        Set<Path> photos = new LinkedHashSet<>();
        plan.gallery().values().forEach(photos::addAll);
        plan.mated().forEach(probe -> photos.add(probe.image()));
        photos.addAll(plan.nonMated());
        return photos;
    }

    /** Compares the pairs. A pair with a photo without a face counts as "different". */
    public static Verification verify(List<LabelledPair> pairs, PhotoReadings readings) {
        List<ScoredPair> scored = new ArrayList<>();
        for (LabelledPair pair : pairs) {
            Optional<Embedding> first = readings.template(pair.first());
            Optional<Embedding> second = readings.template(pair.second());
            double similarity = first.isPresent() && second.isPresent()
                    ? first.get().cosine(second.get()).value()
                    : Double.NEGATIVE_INFINITY;
            scored.add(new ScoredPair(pair.fold(), pair.same(), similarity));
        }
        return Verification.of(scored);
    }

    /**
     * Searches for everybody. A probe without a face is missed where it is mated, and alarms nobody where it is not; a
     * person none of whose photos shows a face is still counted as registered, and always missed.
     */
    public static Identification identify(IdentificationPlan plan, PhotoReadings readings) {
        Gallery gallery = new Gallery();
        plan.gallery()
                .forEach((person, photos) -> photos.forEach(
                        photo -> readings.template(photo).ifPresent(template -> gallery.add(person, template))));
        List<MatedSearch> mated = new ArrayList<>();
        for (MatedProbe probe : plan.mated()) {
            Optional<Gallery.Best> best = readings.template(probe.image())
                    .filter(template -> !gallery.isEmpty())
                    .map(gallery::search);
            mated.add(new MatedSearch(
                    best.filter(b -> b.person().equals(probe.person())).isPresent(),
                    best.map(Gallery.Best::similarity).orElse(Double.NEGATIVE_INFINITY)));
        }
        double[] nonMated = plan.nonMated().stream()
                .mapToDouble(photo -> readings.template(photo)
                        .filter(template -> !gallery.isEmpty())
                        .map(template -> gallery.search(template).similarity())
                        .orElse(Double.NEGATIVE_INFINITY))
                .toArray();
        return Identification.of(plan.gallery().size(), mated, nonMated);
    }
}
