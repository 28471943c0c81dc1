package io.sosia.jobs.cli;

import io.sosia.detector.inference.ModelRefusedException;
import io.sosia.jobs.config.NotReadyException;
import io.sosia.models.store.ModelUnavailableException;
import io.sosia.testdata.damage.Damage;
import io.sosia.testdata.damage.DamagedFile;
import io.sosia.testdata.film.Appearance;
import io.sosia.testdata.film.Casting;
import io.sosia.testdata.film.Condition;
import io.sosia.testdata.film.FaceFinder;
import io.sosia.testdata.film.FilmCodec;
import io.sosia.testdata.film.FilmContainer;
import io.sosia.testdata.film.FilmException;
import io.sosia.testdata.film.FilmProgress;
import io.sosia.testdata.film.FilmSettings;
import io.sosia.testdata.film.Filming;
import io.sosia.testdata.film.PhotoCasting;
import io.sosia.testdata.film.SyntheticCasting;
import io.sosia.testdata.people.Cast;
import io.sosia.testdata.people.SyntheticPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code testdata}: people and films that do not exist, and files that are broken on purpose. */
@Command(name = "testdata", description = "Draws synthetic people, films them, damages videos.")
final class TestdataCommand {

    /** Somebody drawn. */
    private record Drawn(SyntheticPerson person, Path folder, int portraits) {}

    private static final Shape<Drawn> DRAWN = Shape.<Drawn>of("synthetic_person")
            .field("name", "NAME", d -> d.person().name())
            .field("portraits", "PORTRAITS", Drawn::portraits)
            .field("path", "WHERE", Drawn::folder);

    @Command(name = "people", description = "Draws portraits of the synthetic cast, a folder for each person.")
    static final class People implements Callable<Integer> {

        private final Invocation invocation;

        @Mixin
        private final OutputFolder folder = new OutputFolder();

        @Option(
                names = "--portraits",
                paramLabel = "N",
                defaultValue = "3",
                description = "Of each person, 1 to 20. Default: ${DEFAULT-VALUE}")
        private int portraits = 3;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Poses and light follow from it. Default: ${DEFAULT-VALUE}")
        private long seed = 1;

        People(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws IOException {
            Cast cast = Cast.standard();
            SyntheticCasting casting = checked(() -> new SyntheticCasting(cast, seed, portraits));
            folder.requireEmpty();
            Path out = Files.createDirectories(folder.path());
            casting.writePortraits(out);
            invocation
                    .results()
                    .list(
                            DRAWN,
                            cast.people().stream()
                                    .map(p -> new Drawn(p, out.resolve(p.name()), portraits))
                                    .toList());
            return ExitCode.DONE.number();
        }
    }

    /** What was filmed. */
    private record Filmed(Path out, long videos, int appearances, long people) {

        static Filmed of(Path folder, List<Appearance> truth) {
            return new Filmed(
                    folder.toAbsolutePath().normalize(),
                    truth.stream().map(Appearance::path).distinct().count(),
                    truth.size(),
                    truth.stream()
                            .map(Appearance::person)
                            .filter(p -> !p.isEmpty())
                            .distinct()
                            .count());
        }

        Path manifest() {
            return out.resolve("manifest.jsonl");
        }
    }

    private static final Shape<Filmed> FILMED = Shape.<Filmed>of("films")
            .field("videos", "videos", Filmed::videos)
            .field("appearances", "appearances", Filmed::appearances)
            .field("registered_people", "registered people seen", Filmed::people)
            .field("manifest", "manifest", Filmed::manifest)
            .field("truth", "truth", f -> f.out().resolve("truth.jsonl"))
            .field("portraits", "portraits", f -> f.out().resolve("portraits"));

    /** What was filmed under a condition, in a folder of that name. */
    private record FilmedUnder(Condition condition, Filmed filmed) {}

    private static final Shape<FilmedUnder> FILMED_UNDER = Shape.<FilmedUnder>of("films")
            .field("condition", "CONDITION", f -> f.condition().text())
            .field("videos", "VIDEOS", f -> f.filmed().videos())
            .field("appearances", "APPEARANCES", f -> f.filmed().appearances())
            .field(
                    "registered_people",
                    "REGISTERED PEOPLE SEEN",
                    f -> f.filmed().people())
            .field("manifest", "MANIFEST", f -> f.filmed().manifest())
            .field("truth", f -> f.filmed().out().resolve("truth.jsonl"))
            .field("portraits", f -> f.filmed().out().resolveSibling("portraits"));

    @Command(
            name = "film",
            description = {
                "Films synthetic people, or a folder of photos, into dramas with the truth beside them.",
                "It writes truth.jsonl, manifest.jsonl, and portraits to register the known ones from."
            },
            footer = {
                "%nWith --conditions the same screenplay is filmed once for each, into a folder called as the",
                "condition, for 'evaluate robustness'. Bitrates are meant for --size 720x1280 --fps 25."
            })
    static final class Film implements Callable<Integer> {

        private static final Pattern SIZE = Pattern.compile("([0-9]{2,4})x([0-9]{2,4})");

        private final Invocation invocation;

        @Mixin
        private final OutputFolder folder = new OutputFolder();

        @Option(names = "--portraits", paramLabel = "DIR", description = "Film these photos, a folder for each person")
        private Optional<Path> portraits = Optional.empty();

        @Option(
                names = "--enrol",
                paramLabel = "N",
                defaultValue = "2",
                description = "Portraits a person is registered from. Default: ${DEFAULT-VALUE}")
        private int enrol = 2;

        @Option(
                names = "--least-photos",
                paramLabel = "N",
                description = "With --portraits: who has fewer is never registered. Default: one more than --enrol")
        private Optional<Integer> leastPhotos = Optional.empty();

        @Option(
                names = "--appearance-share",
                paramLabel = "SHARE",
                description = "With --portraits: how many appearances are a registered person's, 0 to 1. Default: 0.5")
        private Optional<Double> appearanceShare = Optional.empty();

        @Option(names = "--dramas", paramLabel = "N", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}")
        private int dramas = 2;

        @Option(
                names = "--episodes",
                paramLabel = "N",
                defaultValue = "1",
                description = "Of each drama. Default: ${DEFAULT-VALUE}")
        private int episodes = 1;

        @Option(
                names = "--duration",
                paramLabel = "SPAN",
                defaultValue = "30s",
                description = "Of each episode, for example 90s. Default: ${DEFAULT-VALUE}")
        private Duration duration = Duration.ofSeconds(30);

        @Option(
                names = "--size",
                paramLabel = "WxH",
                defaultValue = "1080x1920",
                description = "Pixels. Default: ${DEFAULT-VALUE}")
        private String size = "1080x1920";

        @Option(
                names = "--fps",
                paramLabel = "N",
                defaultValue = "30",
                description = "Frames a second. Default: ${DEFAULT-VALUE}")
        private int framesPerSecond = 30;

        @Option(
                names = "--codec",
                paramLabel = "C",
                defaultValue = "h264",
                converter = CodecConverter.class,
                description = "h264, vp9, av1; x264 and hevc need an installed ffmpeg. Default: ${DEFAULT-VALUE}")
        private FilmCodec codec = FilmCodec.H264;

        @Option(
                names = "--container",
                paramLabel = "C",
                defaultValue = "mp4",
                converter = ContainerConverter.class,
                description = "mp4, mov, mkv, webm, flv, ts, avi. Default: ${DEFAULT-VALUE}")
        private FilmContainer container = FilmContainer.MP4;

        @Option(
                names = "--kilobits",
                paramLabel = "N",
                defaultValue = "3000",
                description = "A second. Default: ${DEFAULT-VALUE}")
        private int kilobits = 3000;

        @Option(
                names = "--gop",
                paramLabel = "SPAN",
                defaultValue = "2s",
                description = "From key frame to key frame. Default: ${DEFAULT-VALUE}")
        private Duration gop = Duration.ofSeconds(2);

        @Option(
                names = "--shots",
                paramLabel = "SPAN..SPAN",
                defaultValue = "2s..6s",
                description = "Shortest and longest. Default: ${DEFAULT-VALUE}")
        private String shots = "2s..6s";

        @Option(
                names = "--people",
                paramLabel = "N",
                defaultValue = "3",
                description = "Most in a shot, 1 to 3. Default: ${DEFAULT-VALUE}")
        private int people = 3;

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Everything follows from it. Default: ${DEFAULT-VALUE}")
        private long seed = 1;

        @Option(
                names = "--conditions",
                paramLabel = "all|NAME,…",
                description = "Film under each of these, and plain: ${COMPLETION-CANDIDATES}",
                completionCandidates = ConditionNames.class,
                converter = ConditionsConverter.class)
        private Optional<Set<Condition>> conditions = Optional.empty();

        Film(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws IOException, NotReadyException, ModelUnavailableException, ModelRefusedException {
            FilmSettings settings = checked(this::settings);
            if (portraits.isEmpty() && (leastPhotos.isPresent() || appearanceShare.isPresent())) {
                throw new UsageException("--least-photos and --appearance-share are of use with --portraits only");
            }
            folder.requireEmpty();
            Casting casting;
            try {
                casting = portraits.isPresent()
                        ? PhotoCasting.open(portraits.get(), checked(this::photos))
                        : checked(() -> new SyntheticCasting(Cast.standard(), seed, enrol));
            } catch (FilmException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            if (conditions.isPresent()) {
                return underConditions(settings, casting, conditions.get());
            }
            List<Appearance> truth;
            try (ProgressDisplay display = display()) {
                truth = Filming.film(settings, casting, folder.path(), new Shown(display));
            } catch (FilmException e) {
                // An encoder that is not installed, most of all.
                throw new NotReadyException(String.valueOf(e.getMessage()), e);
            }
            invocation.results().single(FILMED, Filmed.of(folder.path(), truth));
            return ExitCode.DONE.number();
        }

        private ProgressDisplay display() {
            return ProgressDisplay.on(invocation.console(), invocation.clock(), "filming frames");
        }

        private int underConditions(FilmSettings settings, Casting casting, Set<Condition> wanted)
                throws IOException, NotReadyException, ModelUnavailableException, ModelRefusedException {
            if (wanted.stream().noneMatch(Condition::disguises)) {
                return film(settings, casting, wanted, FaceFinder.NONE);
            }
            try (Workplace workplace = Workplace.open(invocation);
                    TestdataFaceFinder finder = new TestdataFaceFinder(workplace.faceModels())) {
                int status = film(settings, casting, wanted, finder);
                if (finder.notFound() > 0) {
                    invocation
                            .console()
                            .say("sosia: in " + finder.notFound() + " pictures of actors no face was found; it was"
                                    + " covered where faces usually are");
                }
                return status;
            }
        }

        private int film(FilmSettings settings, Casting casting, Set<Condition> wanted, FaceFinder finder)
                throws IOException, NotReadyException {
            SequencedMap<Condition, List<Appearance>> truths;
            try (ProgressDisplay display = display()) {
                truths = Filming.film(settings, casting, wanted, finder, folder.path(), new Shown(display));
            } catch (FilmException e) {
                throw new NotReadyException(String.valueOf(e.getMessage()), e);
            }
            List<FilmedUnder> filmed = new ArrayList<>();
            truths.forEach((condition, truth) -> filmed.add(
                    new FilmedUnder(condition, Filmed.of(folder.path().resolve(condition.text()), truth))));
            invocation.results().list(FILMED_UNDER, filmed);
            return ExitCode.DONE.number();
        }

        private PhotoCasting.Settings photos() {
            PhotoCasting.Settings usual = PhotoCasting.Settings.defaults();
            return new PhotoCasting.Settings(
                    seed,
                    enrol,
                    leastPhotos.orElse(enrol + 1),
                    usual.registeredShare(),
                    appearanceShare.orElse(usual.appearanceShare()),
                    usual.faceShare());
        }

        private FilmSettings settings() {
            Matcher dimensions = SIZE.matcher(size);
            if (!dimensions.matches()) {
                throw new IllegalArgumentException("--size " + size + " is not a size such as 1080x1920");
            }
            String[] bounds = shots.split("\\.\\.", -1);
            if (bounds.length != 2) {
                throw new IllegalArgumentException("--shots " + shots + " is not a range such as 2s..6s");
            }
            return FilmSettings.defaults()
                    .withSeed(seed)
                    .withDramas(dramas, episodes)
                    .withDuration(duration)
                    .withFormat(new FilmSettings.FrameFormat(
                            Integer.parseInt(dimensions.group(1)),
                            Integer.parseInt(dimensions.group(2)),
                            framesPerSecond))
                    .withEncoding(new FilmSettings.Encoding(codec, container, kilobits, gop))
                    .withCutting(
                            new FilmSettings.Cutting(Durations.parse(bounds[0]), Durations.parse(bounds[1]), people));
        }
    }

    /** What {@code --conditions} offers. */
    static final class ConditionNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            Stream.of(ConditionsConverter.ALL),
                            Arrays.stream(Condition.values()).map(Condition::text))
                    .iterator();
        }
    }

    /** Conditions by their names, with commas between them. */
    static final class ConditionsConverter implements ITypeConverter<Set<Condition>> {

        private static final String ALL = "all";

        @Override
        public Set<Condition> convert(String text) {
            if (text.equals(ALL)) {
                return EnumSet.allOf(Condition.class);
            }
            // What the others are held against.
            Set<Condition> conditions = EnumSet.of(Condition.PLAIN);
            try {
                for (String name : text.split(",", -1)) {
                    conditions.add(Condition.parse(name.strip()));
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
            return conditions;
        }
    }

    /** Codecs by the names that {@code --codec} lists. */
    static final class CodecConverter implements ITypeConverter<FilmCodec> {

        @Override
        public FilmCodec convert(String text) {
            try {
                return FilmCodec.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Containers by the names that {@code --container} lists. */
    static final class ContainerConverter implements ITypeConverter<FilmContainer> {

        @Override
        public FilmContainer convert(String text) {
            try {
                return FilmContainer.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    private static final Shape<DamagedFile> DAMAGED = Shape.<DamagedFile>of("damaged_file")
            .field("path", "FILE", DamagedFile::path)
            .field("kind", "KIND", DamagedFile::kind)
            .field("expect", "EXPECT", DamagedFile::expect);

    @Command(name = "damage", description = "Damages a video in every way; the video itself stays as it is.")
    static final class DamageVideo implements Callable<Integer> {

        private final Invocation invocation;

        @Parameters(paramLabel = "FILE", description = "A video")
        private Path video = Path.of("");

        @Mixin
        private final OutputFolder folder = new OutputFolder();

        DamageVideo(Invocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Integer call() throws IOException {
            if (!Files.isRegularFile(video) || !Files.isReadable(video)) {
                throw new UsageException(video + " is not a file that can be read");
            }
            folder.requireEmpty();
            try {
                invocation.results().list(DAMAGED, Damage.damage(video, folder.path()));
            } catch (FilmException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            return ExitCode.DONE.number();
        }
    }

    /** Shows how far filming is; workers call it. */
    private record Shown(ProgressDisplay display) implements FilmProgress {

        @Override
        public void frames(long done, long total) {
            display.at(done, total, "");
        }

        @Override
        public void episode(Path file, int done, int total) {
            // The frames tell more.
        }
    }

    /** Arguments that a range forbids are wrong usage. */
    private static <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
