package io.sosia.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sosia.indexer.match.Fusion;
import io.sosia.indexer.registry.Consent;
import io.sosia.indexer.registry.EnrolledPhoto;
import io.sosia.indexer.registry.LookAlike;
import io.sosia.indexer.registry.PersonId;
import io.sosia.indexer.registry.Register;
import io.sosia.indexer.registry.RegisterDatabase;
import io.sosia.jobs.RegisterKeys;
import io.sosia.models.catalogue.ModelCard;
import io.sosia.models.catalogue.ModelCatalogue;
import io.sosia.models.catalogue.OperatingPoint;
import io.sosia.models.digest.Sha256;
import io.sosia.models.vector.Cosine;
import io.sosia.models.vector.Embedding;
import io.sosia.models.vector.EmbeddingSpace;
import io.sosia.models.vector.FaceVectors;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookAlikeSearchTest {

    private static final EmbeddingSpace SPACE = new EmbeddingSpace("play", "0123456789ab", "none", 3);

    private final ModelCard quick = ModelCatalogue.standard().card("mobilefacenet-ms1m");
    private final ModelCard strong = ModelCatalogue.standard().card("omz-0095");

    @Test
    void whoIsAlikeIsByWhatWasMeasuredForTheRecognisersAndNotByAnyStream() {
        assertEquals(
                Optional.of(atOnePercent(quick.operatingPoints())), LookAlikeSearch.measured(quick, Optional.empty()));
        assertEquals(
                Optional.of(atOnePercent(strong.cascade().orElseThrow().operatingPoints())),
                LookAlikeSearch.measured(quick, Optional.of(strong)));
    }

    @Test
    void whatNobodyMeasuredHasNoThreshold() {
        ModelCard other = ModelCatalogue.standard().card("sface-2021dec");

        assertEquals(Optional.empty(), LookAlikeSearch.measured(other, Optional.empty()));
        assertEquals(Optional.empty(), LookAlikeSearch.measured(other, Optional.of(strong)));
    }

    @Test
    void peopleOfAnEarlierVersionAreComparedOnce(@TempDir Path folder) {
        try (RegisterDatabase database = RegisterDatabase.open(folder.resolve("register.db"))) {
            Register register =
                    database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC));
            enrol(register, "ann", 1, 0, 0);
            enrol(register, "bob", 0.9f, 0.4f, 0);
            enrol(register, "zoe", 0, 0, 1);
            LookAlikeSearch search = new LookAlikeSearch(register, Fusion.alone(SPACE), new Cosine(0.8));
            List<PersonId> left = register.notCompared(search.spaces());
            assertEquals(3, left.size());

            // Each has one photo, so that a person is three pairs.
            assertEquals(1, search.catchUp(left, 1, done -> {}));
            assertEquals(
                    List.of(new PersonId("bob")),
                    register.lookAlikes(new PersonId("ann")).stream()
                            .map(LookAlike::person)
                            .toList());

            left = register.notCompared(search.spaces());
            assertEquals(List.of(new PersonId("bob"), new PersonId("zoe")), left);
            List<Integer> heard = new ArrayList<>();
            assertEquals(2, search.catchUp(left, 100, heard::add));
            assertEquals(List.of(1, 2), heard);
            assertEquals(List.of(), register.notCompared(search.spaces()));
            assertEquals(List.of(), register.lookAlikes(new PersonId("zoe")));
        }
    }

    @Test
    void whoIsRegisteredByOthersMeanwhileIsFound(@TempDir Path folder) {
        try (RegisterDatabase database = RegisterDatabase.open(folder.resolve("register.db"))) {
            Register register =
                    database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC));
            enrol(register, "zoe", 0, 0, 1);
            LookAlikeSearch search = new LookAlikeSearch(register, Fusion.alone(SPACE), new Cosine(0.8));
            List<FaceVectors> ann = List.of(FaceVectors.of(Embedding.normalised(SPACE, new float[] {1, 0, 0})));
            LookAlikeSearch.Found before = search.find(new PersonId("ann"), ann);
            assertEquals(List.of(List.of()), before.alike());

            enrol(register, "bob", 0.9f, 0.4f, 0);

            LookAlikeSearch.Found after = search.find(new PersonId("ann"), ann);
            assertEquals(
                    new PersonId("bob"), after.alike().getFirst().getFirst().person());
            assertEquals(before.upTo() + 1, after.upTo());

            register.erase(new PersonId("bob"));
            assertEquals(
                    List.of(List.of()), search.find(new PersonId("ann"), ann).alike());
        }
    }

    @Test
    void whoeverIsComparedWhileATwinIsRegisteredIsComparedAgain(@TempDir Path folder) {
        try (RegisterDatabase database = RegisterDatabase.open(folder.resolve("register.db"))) {
            Register register =
                    database.register(RegisterKeys.of(database), Clock.fixed(CommandRun.NOW, ZoneOffset.UTC));
            PersonId ann = new PersonId("ann");
            enrol(register, "ann", 1, 0, 0);
            // Bob comes when Ann has been compared, and before that is noted.
            Register busy = (Register) Proxy.newProxyInstance(
                    Register.class.getClassLoader(), new Class<?>[] {Register.class}, (self, method, arguments) -> {
                        if (method.getName().equals("rememberCompared")
                                && register.person(new PersonId("bob")).isEmpty()) {
                            enrol(register, "bob", 0.9f, 0.4f, 0);
                        }
                        return method.invoke(register, arguments);
                    });
            LookAlikeSearch search = new LookAlikeSearch(busy, Fusion.alone(SPACE), new Cosine(0.8));

            assertEquals(0, search.catchUp(List.of(ann), 100, done -> {}));
            assertEquals(List.of(), register.lookAlikes(ann));
            List<PersonId> left = register.notCompared(search.spaces());
            assertEquals(List.of(ann, new PersonId("bob")), left);

            assertEquals(2, search.catchUp(left, 100, done -> {}));
            assertEquals(1, register.lookAlikes(ann).size());
            assertEquals(List.of(), register.notCompared(search.spaces()));
        }
    }

    private static void enrol(Register register, String person, float... face) {
        register.enrol(
                new PersonId(person),
                person,
                new Consent("c", LocalDate.of(2026, 1, 1), Optional.empty()),
                List.of(new EnrolledPhoto(
                        Sha256.of(person.getBytes(StandardCharsets.UTF_8)),
                        1,
                        FaceVectors.of(Embedding.normalised(SPACE, face)))));
    }

    private static Cosine atOnePercent(List<OperatingPoint> points) {
        return points.stream()
                .filter(point -> point.fpir() == 0.01)
                .map(point -> new Cosine(point.threshold()))
                .findFirst()
                .orElseThrow();
    }
}
