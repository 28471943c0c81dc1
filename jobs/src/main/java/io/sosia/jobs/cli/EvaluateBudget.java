package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.detector.pipeline.FaceModels;
import io.sosia.indexer.calibration.MatedScores;
import io.sosia.indexer.calibration.TailRules;
import io.sosia.indexer.match.Fusion;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.LabelledImages;
import io.sosia.jobs.evaluate.LabelsException;
import io.sosia.jobs.evaluate.PeopleHalf;
import io.sosia.jobs.evaluate.PhotoReadings;
import io.sosia.jobs.evaluate.budget.BudgetFigure;
import io.sosia.jobs.evaluate.budget.BudgetPlan;
import io.sosia.jobs.evaluate.budget.BudgetScores;
import io.sosia.jobs.evaluate.budget.BudgetStudy;
import io.sosia.jobs.evaluate.budget.BudgetTables;
import io.sosia.jobs.evaluate.report.BudgetReport;
import io.sosia.jobs.evaluate.report.Measurement;
import io.sosia.jobs.evaluate.report.Measurement.Fact;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.PopulationTable;
import io.sosia.models.catalogue.PopulationTables;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.models.vector.EmbeddingSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code evaluate budget}: whether a promised rate of false alarms is kept. */
@Command(
        name = "budget",
        description = {
            "Is a promised rate of false alarms kept?",
            "Strangers are divided in two, again and again: from the scores of one half a threshold is calibrated,",
            "without being told who they are, and it is tried on the other. True matches are mixed into what is",
            "calibrated on, and nobody marks them."
        },
        footer = {
            "%nOf each set of --images, people with more pictures than portraits are registered, and everybody else is a",
            "stranger. Of each set of --strangers everybody is. Each set's strangers are tried by themselves, and the",
            "mixture of them, as many pictures of each. Divisions are by people."
        })
final class EvaluateBudget implements Callable<Integer> {

    private static final List<Double> USUAL_RATES = List.of(0.01);
    private static final List<Double> USUAL_SHARES = List.of(0.0, 0.01, 0.05);

    /** Where nothing was measured yet: as of every recogniser that was. */
    private static final MatedScores UNMEASURED = new MatedScores(0.7, 0.1, 1);

    /**
     * A figure with where the page of all is.
     *
     * @param page the same for each
     */
    private record Reported(BudgetFigure figure, Path page) {}

    private static final Shape<Reported> FIGURE = Shape.<Reported>of("budget")
            .field("strangers", "STRANGERS", r -> r.figure().strangers())
            .field(
                    "true_matches",
                    "TRUE MATCHES",
                    r -> r.figure().trueMatches(),
                    r -> Figures.two(r.figure().trueMatches()))
            .field(
                    "promised",
                    "PROMISED",
                    r -> r.figure().promised(),
                    r -> Figures.four(r.figure().promised()))
            .field("measured", "MEASURED", r -> r.figure().measured(), r -> measured(r.figure()))
            .field("measured_sd", r -> r.figure().deviation())
            .field("measured_low", r -> r.figure().low())
            .field("measured_high", r -> r.figure().high())
            .field(
                    "within_half_to_twice",
                    "WITHIN",
                    r -> r.figure().within(),
                    r -> Figures.two(r.figure().within()))
            .field("unadjusted", r -> r.figure().unadjusted())
            .field(
                    "fnir",
                    "FNIR",
                    r -> r.figure().fnir(),
                    r -> Figures.four(r.figure().fnir()))
            .field(
                    "threshold",
                    "THRESHOLD",
                    r -> r.figure().threshold(),
                    r -> Figures.three(r.figure().threshold()))
            .field("threshold_sd", r -> r.figure().thresholdDeviation())
            .field("true_matches_found", r -> r.figure().trueMatchesFound())
            .field(
                    "cllr",
                    "CLLR",
                    r -> r.figure().cllr(),
                    r -> Figures.three(r.figure().cllr()))
            .field(
                    "cllr_min",
                    "LEAST",
                    r -> r.figure().cllrLeast(),
                    r -> Figures.three(r.figure().cllrLeast()))
            .field("log10_lr_greatest", r -> r.figure().greatestLog10())
            .field("splits", r -> r.figure().splits())
            .field("tracks_fitted", r -> r.figure().tracks())
            .field("people_fitted", r -> r.figure().people())
            .field("tracks_tried", r -> r.figure().tracksTried())
            .field("unbelieved", r -> r.figure().unbelieved())
            .field("report", Reported::page);

    private final Invocation invocation;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "DIR",
            description = "A folder for each person; may be given several times")
    private List<Path> images = List.of();

    @Option(
            names = "--strangers",
            paramLabel = "DIR",
            description = "The same, of people none of whom is registered; may be given several times")
    private List<Path> strangers = List.of();

    @Option(
            names = "--portraits",
            paramLabel = "N",
            defaultValue = "2",
            description = "Pictures that a person is registered with. Default: ${DEFAULT-VALUE}")
    private int portraits = 2;

    @Option(
            names = "--promised",
            paramLabel = "RATE",
            description = "Share of strangers' pictures that may be taken for somebody; may be given several times."
                    + " Default: 0.01")
    private List<Double> promised = List.of();

    @Option(
            names = "--true-matches",
            paramLabel = "SHARE",
            description = "Of what is calibrated on, true matches; may be given several times. Default: 0, 0.01, 0.05")
    private List<Double> trueMatches = List.of();

    @Option(
            names = "--splits",
            paramLabel = "N",
            defaultValue = "100",
            description = "How often strangers are divided. Default: ${DEFAULT-VALUE}")
    private int splits = 100;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the divisions; the same gives the same figures. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--half",
            paramLabel = "tuning|reporting",
            description = "Measure with half of the people only, parted by a hash of their names. Default: all")
    private Optional<PeopleHalf> half = Optional.empty();

    @Option(
            names = "--tables",
            paramLabel = "FILE.json",
            description = "Also writes what a scan decides by before its stream has told anything: a table for each set"
                    + " of strangers and one for all")
    private Optional<Path> tables = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where the page goes. Default: a folder in reports/ of the home")
    private Optional<Path> report = Optional.empty();

    EvaluateBudget(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call()
            throws NotReadyException, ModelUnavailableException, ModelRefusedException, IOException,
                    InterruptedException, LabelsException {
        if (portraits < 1) {
            throw new UsageException("--portraits " + portraits + " is not 1 or more");
        }
        if (splits < 2) {
            throw new UsageException("--splits " + splits + " is not 2 or more");
        }
        List<Double> rates = promised.isEmpty() ? USUAL_RATES : promised;
        List<Double> shares = trueMatches.isEmpty() ? USUAL_SHARES : trueMatches;
        rates.forEach(rate -> inside("--promised", rate, rate > 0 && rate < 1, "above 0 and below 1"));
        shares.forEach(share -> inside("--true-matches", share, share >= 0 && share <= 0.5, "in 0..0.5"));
        Map<String, LabelledImages> register = sets(images);
        Map<String, LabelledImages> others = sets(strangers);
        others.keySet().stream().filter(register::containsKey).findFirst().ifPresent(name -> {
            throw new UsageException("--strangers " + name + " is called as a folder of --images is: its registered"
                    + " people would count as strangers; strangers of --images are counted anyway");
        });
        BudgetPlan plan = new BudgetPlan(
                register, others, portraits, person -> half.isEmpty() || half.get() == PeopleHalf.of(person));
        if (plan.registered() == 0 || plan.strangers() < 2 || plan.trueMatches() < 2) {
            throw new UsageException("with --portraits " + portraits + " there are " + plan.registered()
                    + " people to register, " + plan.strangers() + " strangers and " + plan.trueMatches()
                    + " true matches; all are needed");
        }
        try (Workplace workplace = Workplace.open(invocation)) {
            EvaluationSession session = EvaluationSession.open(invocation, workplace, report, "budget");
            FaceModels models = workplace.faceModels();
            int workers = workplace.settings().scan().workersHere();
            PhotoReadings readings;
            try (ProgressDisplay progress =
                    ProgressDisplay.on(invocation.console(), invocation.clock(), "reading photos")) {
                int all = plan.photos().size();
                readings = PhotoReadings.read(
                        plan.photos(), models::newPhotoReader, workers, done -> progress.at(done, all, ""));
            }
            Optional<EmbeddingSpace> strong = models.spaces().stream().skip(1).findFirst();
            Fusion fusion =
                    strong.map(space -> Fusion.of(models.space(), space)).orElseGet(() -> Fusion.alone(models.space()));
            BudgetScores scores = plan.scores(readings, fusion);
            if (tables.isPresent()) {
                BudgetTables made = new BudgetTables(fusion.scoring(), invocation.today(), portraits);
                Files.writeString(
                        tables.get(),
                        PopulationTables.write(made.of(scores, plan.comparisons(readings, fusion))),
                        StandardOpenOption.CREATE_NEW);
            }
            BudgetStudy study = new BudgetStudy(TailRules.standard(), mated(workplace, fusion.scoring()), splits, seed);
            List<BudgetFigure> figures;
            try (ProgressDisplay progress =
                    ProgressDisplay.on(invocation.console(), invocation.clock(), "dividing strangers")) {
                int total = study.total(scores, shares);
                figures = study.measure(scores, rates, shares, workers, done -> progress.at(done, total, ""));
            }
            if (figures.isEmpty()) {
                throw new UsageException("nothing can be measured: in no division do enough strangers score high enough"
                        + " to fit anything to them");
            }
            int unreadable = readings.unreadable().size();
            if (unreadable > 0) {
                session.notice(unreadable + (unreadable == 1 ? " photo" : " photos")
                        + " could not be read and count for nothing");
            }
            List<ModelCard> recognisers = new ArrayList<>(List.of(models.card(models.space())));
            strong.ifPresent(space -> recognisers.add(models.card(space)));
            Measurement measurement = session.measurement(
                    String.join(", ", names()),
                    data(register, others),
                    recognisers,
                    settings(plan, rates, shares, fusion.scoring(), readings),
                    "what 90 % of the " + splits + " divisions of the strangers span, seed " + seed);
            Path page = session.write(BudgetReport.of(figures, plan.registered(), measurement, session.notices()));
            invocation
                    .results()
                    .list(
                            FIGURE,
                            figures.stream()
                                    .map(figure -> new Reported(figure, page))
                                    .toList());
            if (invocation.chosenFormat() == OutputFormat.table) {
                invocation.console().say("sosia: the page is " + page);
            }
            return (unreadable == 0 ? ExitCode.DONE : ExitCode.SOME_REFUSED).number();
        }
    }

    private List<String> names() {
        return Stream.concat(images.stream(), strangers.stream())
                .map(EvaluateCommand::name)
                .toList();
    }

    private List<Fact> data(Map<String, LabelledImages> register, Map<String, LabelledImages> others) {
        List<Fact> data = new ArrayList<>();
        for (Path folder : images) {
            data.addAll(data(folder, register, ""));
        }
        for (Path folder : strangers) {
            data.addAll(data(folder, others, ", strangers"));
        }
        return data;
    }

    private static List<Fact> data(Path folder, Map<String, LabelledImages> sets, String kind) {
        LabelledImages set = Objects.requireNonNull(sets.get(EvaluateCommand.name(folder)));
        return EvaluateCommand.data(
                folder, EvaluateCommand.counts(set.count(), set.images().size()) + kind, set.all(), List.of());
    }

    private List<Fact> settings(
            BudgetPlan plan, List<Double> rates, List<Double> shares, String scoring, PhotoReadings readings) {
        return List.of(
                new Fact("Registered", plan.registered() + " people with " + portraits + " photos each"),
                new Fact("Strangers", plan.strangers() + " people"),
                new Fact("True matches", plan.trueMatches() + " other photos of registered people"),
                new Fact("Promised", rates + ", with shares of true matches " + shares),
                new Fact("Scores", scoring),
                new Fact("Rules of the fit", String.valueOf(TailRules.standard())),
                new Fact(
                        "Photos without a usable face, left out",
                        String.valueOf(readings.withoutFace().size())),
                EvaluateCommand.people(half.map(PeopleHalf::toString).orElse("all")));
    }

    /** What a scan would expect of registered people's scores before its stream has told anything. */
    private static MatedScores mated(Workplace workplace, String scoring) {
        return PopulationTables.standard()
                .find(workplace.settings().scan().population(), scoring)
                .map(PopulationTable::mated)
                .map(MatedScores::of)
                .orElse(UNMEASURED);
    }

    /** With what most of the divisions span. */
    private static String measured(BudgetFigure figure) {
        return Figures.four(figure.measured()) + " (" + Figures.four(figure.low()) + " to "
                + Figures.four(figure.high()) + ")";
    }

    private static void inside(String option, double value, boolean inside, String range) {
        if (!inside) {
            throw new UsageException(option + " " + value + " is not " + range);
        }
    }

    private static Map<String, LabelledImages> sets(List<Path> folders) throws IOException, LabelsException {
        Map<String, LabelledImages> sets = new LinkedHashMap<>();
        for (Path folder : folders) {
            String name = EvaluateCommand.name(folder);
            if (sets.put(name, LabelledImages.read(folder)) != null) {
                throw new UsageException("two sets of pictures are called " + name);
            }
        }
        return sets;
    }
}
