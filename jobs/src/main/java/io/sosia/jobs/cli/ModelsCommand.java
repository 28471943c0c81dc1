package io.sosia.jobs.cli;

import io.sosia.detector.inference.LoadedModel;
import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.PublishedFile;
import io.sosia.models.store.ModelStore;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.models.store.VerifiedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code models}: which networks there are, and whether their files are. */
@Command(name = "models", description = "Shows, fetches and checks the models.")
final class ModelsCommand {

    /**
     * A card and where its file is.
     *
     * @param standard whether the model is of the default set
     */
    private record Listed(ModelCard card, boolean standard, Optional<Path> path) {}

    private static final Shape<Listed> LISTED = Shape.<Listed>of("model")
            .field("id", "ID", m -> m.card().id())
            .field("task", "TASK", m -> m.card().task().name().toLowerCase(Locale.ROOT))
            .field("default", "DEFAULT", Listed::standard)
            .field("licence", "LICENCE", m -> m.card().licence())
            .field("bytes", "BYTES", m -> m.card().bytes())
            .field(
                    "sha256",
                    "SHA-256",
                    m -> m.card().sha256(),
                    m -> m.card().sha256().substring(0, 12))
            .field(
                    "path",
                    "WHERE",
                    Listed::path,
                    m -> m.path().map(Path::toString).orElse("not here"))
            .field("file", m -> m.card().file())
            .field("training", m -> m.card().training())
            .field("source", m -> m.card().source())
            .field(
                    "urls",
                    m -> m.card().publishedFiles().stream()
                            .flatMap(file -> file.urls().stream())
                            .toList())
            .field(
                    "files",
                    m -> m.card().publishedFiles().stream()
                            .map(ListModels::described)
                            .toList())
            .field("accuracy", m -> m.card().accuracy())
            .field("verified_by_us", m -> m.card().verified());

    @Command(name = "list", description = "The catalogue: task, licence, hash, and where the bytes are.")
    static final class ListModels implements Callable<Integer> {

        private final Invocation invocation;

        ListModels(Invocation invocation) {
            this.invocation = invocation;
        }

        /** A file that has to be had, as a JSON object. */
        private static Map<String, Object> described(PublishedFile file) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", file.name());
            fields.put("bytes", file.bytes());
            fields.put("sha256", file.sha256());
            file.sha384().ifPresent(hash -> fields.put("sha384", hash));
            fields.put("urls", file.urls());
            return fields;
        }

        @Override
        public Integer call() throws NotReadyException, ModelUnavailableException {
            try (Workplace workplace = Workplace.open(invocation)) {
                ModelStore store = workplace.models();
                List<Listed> listed = new ArrayList<>();
                for (ModelCard card : ModelCatalogue.standard().cards()) {
                    listed.add(new Listed(card, workplace.isOfDefaultSet(card), store.locate(card)));
                }
                invocation.results().list(LISTED, listed);
            }
            return ExitCode.DONE.number();
        }
    }

    /** A model whose file was asked for. */
    private record Fetched(ModelCard card, boolean fetched, Path path) {}

    private static final Shape<Fetched> FETCHED = Shape.<Fetched>of("model_file")
            .field("id", "ID", m -> m.card().id())
            .field("status", "STATUS", m -> m.fetched() ? "fetched" : "present")
            .field(
                    "sha256",
                    "SHA-256",
                    m -> m.card().sha256(),
                    m -> m.card().sha256().substring(0, 12))
            .field("path", "WHERE", Fetched::path);

    @Command(
            name = "fetch",
            description = "Fetches what the default set lacks, or the models named, from their pinned addresses.",
            footer = "A model that is published in another form than ONNX is made from its files, once.")
    static final class Fetch implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "ID", description = "Models to fetch. Default: the default set")
        private List<String> ids = List.of();

        Fetch(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException, ModelUnavailableException {
            ModelCatalogue catalogue = ModelCatalogue.standard();
            List<ModelCard> wanted = new ArrayList<>();
            for (String id : ids) {
                wanted.add(catalogue
                        .find(id)
                        .orElseThrow(() -> new UsageException(
                                "no model is called '" + id + "'; 'sosia models list' shows those there are")));
            }
            try (Workplace workplace = Workplace.open(invocation)) {
                if (ids.isEmpty()) {
                    catalogue.cards().stream().filter(workplace::isOfDefaultSet).forEach(wanted::add);
                }
                ModelStore store = workplace.models();
                List<Fetched> files = new ArrayList<>();
                for (ModelCard card : wanted) {
                    boolean present = store.locate(card).isPresent();
                    // What is present may have yet to be made into a model, which loading does.
                    Path path = present ? store.load(card).path() : store.fetch(card);
                    files.add(new Fetched(card, !present, path));
                }
                invocation.results().list(FETCHED, files);
            }
            return ExitCode.DONE.number();
        }
    }

    /** What came of checking a file. */
    private record Checked(
            ModelCard card, boolean standard, String status, Optional<Path> path, Optional<String> detail) {

        boolean blocks() {
            return status.equals("refused") || (status.equals("missing") && standard);
        }
    }

    private static final Shape<Checked> CHECKED = Shape.<Checked>of("model_check")
            .field("id", "ID", m -> m.card().id())
            .field("status", "STATUS", Checked::status)
            .field("default", "DEFAULT", Checked::standard)
            .field("path", "WHERE", Checked::path)
            .field("detail", "DETAIL", Checked::detail);

    @Command(
            name = "verify",
            description = "Checks every file: length, hash, and a known answer.",
            footer = "Exit 1 if a default model is missing or any is refused.")
    static final class Verify implements Callable<Integer> {

        private final Invocation invocation;

        Verify(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws NotReadyException {
            List<Checked> checked = new ArrayList<>();
            try (Workplace workplace = Workplace.open(invocation)) {
                ModelStore store = workplace.models();
                for (ModelCard card : ModelCatalogue.standard().cards()) {
                    checked.add(check(store, card, workplace.isOfDefaultSet(card)));
                }
            }
            invocation.results().list(CHECKED, checked);
            return (checked.stream().anyMatch(Checked::blocks) ? ExitCode.SOME_REFUSED : ExitCode.DONE).number();
        }

        private static Checked check(ModelStore store, ModelCard card, boolean standard) {
            Optional<Path> path;
            try {
                path = store.locate(card);
            } catch (ModelUnavailableException e) {
                return new Checked(card, standard, "refused", Optional.empty(), Optional.ofNullable(e.getMessage()));
            }
            if (path.isEmpty()) {
                String hint = "'sosia models fetch " + card.id() + "' fetches it";
                return new Checked(card, standard, "missing", path, Optional.of(hint));
            }
            try {
                VerifiedModel model = store.load(card);
                LoadedModel.open(model).close();
                return new Checked(card, standard, "ok", Optional.of(model.path()), Optional.empty());
            } catch (ModelRefusedException | ModelUnavailableException e) {
                return new Checked(card, standard, "refused", path, Optional.ofNullable(e.getMessage()));
            }
        }
    }
}
