package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.jobs.config.Home;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.evaluate.Part;
import io.sosia.jobs.evaluate.PeopleGroup;
import io.sosia.jobs.evaluate.PhotoReadings;
import io.sosia.jobs.evaluate.report.EvaluationPage;
import io.sosia.jobs.evaluate.report.Measurement;
import io.sosia.jobs.evaluate.report.Measurement.Fact;
import io.sosia.jobs.evaluate.statistics.Resampling;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.store.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one measurement of accuracy works with: who is measured, how intervals come about, and the page in the end. Made
 * before anything is read or computed, so that what is wrong with its options is found first. Serves one thread.
 */
final class EvaluationSession {

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Invocation invocation;
    private final Workplace workplace;
    private final Path folder;
    private final List<PeopleGroup> groups;
    private final Optional<Resampling> resampling;
    private final Instant when;
    private final List<String> notices = new ArrayList<>();

    private EvaluationSession(
            Invocation invocation,
            Workplace workplace,
            Path folder,
            List<PeopleGroup> groups,
            Optional<Resampling> resampling,
            Instant when) {
        this.invocation = invocation;
        this.workplace = workplace;
        this.folder = folder;
        this.groups = groups;
        this.resampling = resampling;
        this.when = when;
    }

    /**
     * Prepares a measurement.
     *
     * @param kind of measurement, which the page's folder is named by: lower-case letters
     * @throws UsageException if an option cannot be meant, or the page could not be written
     */
    static EvaluationSession open(Invocation invocation, Workplace workplace, MeasuringOptions options, String kind)
            throws IOException, LabelsException {
        List<PeopleGroup> groups = options.groups();
        Resampling resampling = options.resampling();
        Instant when = invocation.clock().instant();
        return new EvaluationSession(
                invocation,
                workplace,
                folder(workplace.home(), options.report(), kind, when),
                groups,
                Optional.of(resampling),
                when);
    }

    /**
     * Prepares a measurement whose intervals are none of a bootstrap over people, and that knows no groups.
     *
     * @param report where the page goes, if that was said
     * @param kind as above
     * @throws UsageException if the page could not be written
     */
    static EvaluationSession open(Invocation invocation, Workplace workplace, Optional<Path> report, String kind)
            throws IOException {
        Instant when = invocation.clock().instant();
        return new EvaluationSession(
                invocation, workplace, folder(workplace.home(), report, kind, when), List.of(), Optional.empty(), when);
    }

    private static Path folder(Home home, Optional<Path> wanted, String kind, Instant when) throws IOException {
        if (wanted.isPresent()) {
            Path folder = wanted.get().toAbsolutePath().normalize();
            try {
                Home.createFolder(folder);
            } catch (IOException e) {
                throw new UsageException("--report " + wanted.get() + " is not a folder that can be made");
            }
            if (!Files.isWritable(folder)) {
                throw new UsageException("--report " + wanted.get() + " cannot be written");
            }
            return folder;
        }
        Path first = home.reports().resolve(kind + "-" + FOLDER.format(when));
        Path folder = first;
        // Two within a second: each keeps its page.
        for (int again = 2; Files.exists(folder); again++) {
            folder = first.resolveSibling(first.getFileName() + "-" + again);
        }
        Home.createFolder(folder);
        return folder;
    }

    /** Everybody, each group, and the rest. */
    List<Part> parts() {
        return Part.of(groups);
    }

    /** @throws java.util.NoSuchElementException if the measurement was prepared without */
    Resampling resampling() {
        return resampling.orElseThrow();
    }

    /** Tells at the terminal and on the page what a reader must know first. */
    void notice(String text) {
        notices.add(text);
        invocation.console().say("sosia: " + text);
    }

    /** What a reader must know first. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /** Says where a group names people of whom there is nothing. */
    void checkGroups(Predicate<String> known) {
        for (PeopleGroup group : groups) {
            Set<String> members = group.members();
            long unknown = members.stream().filter(known.negate()).count();
            if (unknown > 0) {
                notice("of the " + members.size() + " people of the group “" + group.name() + "”, " + unknown
                        + (unknown == 1 ? " is" : " are") + " not in the data");
            }
        }
    }

    /** Reads photos with the detector that the settings name and some recognisers. */
    PhotoReadings read(Collection<Path> photos, RecogniserOptions.Chosen recognisers)
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, InterruptedException {
        int workers = workplace.settings().scan().workersHere();
        try (FaceModels models = workplace.openFaceModels(recognisers.cards());
                ProgressDisplay progress =
                        ProgressDisplay.on(invocation.console(), invocation.clock(), "reading photos")) {
            return PhotoReadings.read(
                    photos, models::newPhotoReader, workers, done -> progress.at(done, photos.size(), ""));
        }
    }

    /**
     * Everything that it takes to measure this again.
     *
     * @param dataSet its short name
     * @param recognisers those that took part
     */
    Measurement measurement(String dataSet, List<Fact> data, List<ModelCard> recognisers, List<Fact> settings)
            throws NotReadyException {
        return new Measurement(dataSet, data, models(recognisers), software(), settings, resampling(), when);
    }

    /**
     * The same with intervals of another kind.
     *
     * @param intervals where they come from, in words
     */
    Measurement measurement(
            String dataSet, List<Fact> data, List<ModelCard> recognisers, List<Fact> settings, String intervals)
            throws NotReadyException {
        return new Measurement(dataSet, data, models(recognisers), software(), settings, intervals, when);
    }

    private List<Fact> models(List<ModelCard> recognisers) throws NotReadyException {
        List<Fact> models = new ArrayList<>();
        models.add(model("Detector", workplace.detectorCard(ModelCatalogue.standard())));
        recognisers.forEach(card -> models.add(model("Recogniser", card)));
        return models;
    }

    private String software() {
        return "Sosia " + Version.text()
                + SourceCommit.of(invocation.installation(), invocation.variables())
                        .map(commit -> ", commit " + commit)
                        .orElse(", commit unknown");
    }

    private static Fact model(String label, ModelCard card) {
        return new Fact(label, card.id() + ", SHA-256 " + card.sha256());
    }

    /**
     * Writes the page.
     *
     * @return where it is
     */
    Path write(EvaluationPage page) throws IOException {
        return page.write(folder);
    }
}
