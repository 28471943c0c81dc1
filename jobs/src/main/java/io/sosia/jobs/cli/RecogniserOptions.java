package io.sosia.jobs.cli;

import io.sosia.detector.embed.OnnxFaceEmbedder;
import io.sosia.indexer.match.Fusion;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.jobs.evaluate.Scorer;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.ModelTask;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** By which recognisers faces are compared. */
final class RecogniserOptions {

    /** By what the settings name. */
    enum Score {
        /** The recogniser that sees every face. */
        fast,
        /** The recogniser that looks closer. */
        strong,
        /** Both, as a scan decides. */
        fused
    }

    @ArgGroup
    private Choice choice = new Choice();

    /** One or the other. */
    private static final class Choice {

        @Option(
                names = "--score",
                paramLabel = "fast|strong|fused",
                description =
                        "By the recogniser that sees every face, by the one that looks closer, or by both as a scan"
                                + " decides. Default: as a scan does by the home's settings")
        private Optional<Score> score = Optional.empty();

        @Option(names = "--recogniser", paramLabel = "ID", description = "By this recogniser alone")
        private Optional<String> recogniser = Optional.empty();
    }

    /**
     * What was chosen.
     *
     * @param cards the recognisers, the primary one first
     * @param description for a report
     */
    record Chosen(List<ModelCard> cards, Scorer scorer, String description) {}

    /**
     * The recognisers that were asked for.
     *
     * @throws UsageException if there is no such recogniser
     */
    Chosen in(Workplace workplace) throws NotReadyException {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        if (choice.recogniser.isPresent()) {
            return alone(
                    choice.recogniser.get(),
                    catalogue
                            .find(choice.recogniser.get())
                            .filter(card -> card.task() == ModelTask.RECOGNISER)
                            .orElseThrow(() -> new UsageException("--recogniser " + choice.recogniser.get()
                                    + " is no recogniser; 'sosia models list' shows those there are")));
        }
        ModelCard fast = workplace.recogniserCard(catalogue);
        Optional<ModelCard> strong = workplace.strongRecogniserCard(catalogue);
        Score score = choice.score.orElse(strong.isPresent() ? Score.fused : Score.fast);
        if (score == Score.fast) {
            return alone("fast", fast);
        }
        ModelCard closer = strong.orElseThrow(() -> new UsageException(
                "--score " + score + " needs scan.strongRecogniser, which the home's settings say is none"));
        return switch (score) {
            case fast, strong -> alone("strong", closer);
            case fused ->
                new Chosen(
                        List.of(fast, closer),
                        new Scorer("fused", Fusion.of(OnnxFaceEmbedder.space(fast), OnnxFaceEmbedder.space(closer))),
                        String.format(
                                Locale.ROOT,
                                "fused: %.2f of the cosine by %s and %.2f of that by %s",
                                1 - Fusion.MEASURED_WEIGHT,
                                fast.id(),
                                Fusion.MEASURED_WEIGHT,
                                closer.id()));
        };
    }

    private static Chosen alone(String name, ModelCard card) {
        return new Chosen(
                List.of(card),
                new Scorer(name, Fusion.alone(OnnxFaceEmbedder.space(card))),
                "the cosine by " + card.id() + " alone");
    }
}
