package io.sosia.detector.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sosia.detector.CLibrary;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ModelRunnerIT {

    @Test
    void workersShareWeightsAndDoNotDisturbEachOther() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-s"));
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            List<float[][]> alone = new ArrayList<>();
            for (int seed = 0; seed < 8; seed++) {
                alone.add(results(model, seed));
            }
            List<Future<float[][]>> together = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                for (int seed = 0; seed < 8; seed++) {
                    int own = seed;
                    Callable<float[][]> work = () -> results(model, own);
                    together.add(workers.submit(work));
                }
            }
            for (int i = 0; i < together.size(); i++) {
                float[][] expected = alone.get(i % 8);
                float[][] found = together.get(i).get();
                for (int tensor = 0; tensor < expected.length; tensor++) {
                    assertArrayEquals(expected[tensor], found[tensor], 1e-5f);
                }
            }
        }
    }

    @Test
    void sizesMayChangeFromRunToRun() throws Exception {
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-s"));
                ModelRunner runner = model.newRunner()) {
            for (int[] size : new int[][] {{64, 96}, {320, 32}, {64, 64}, {96, 64}}) {
                FloatBuffer input = runner.input(size[0], size[1]);
                assertEquals(3 * size[0] * size[1], input.remaining());
                assertEquals(size[0] * size[1] / 64, runner.run()[0].length);
            }
            assertThrows(IllegalArgumentException.class, () -> runner.input(65, 64));
            assertThrows(IllegalArgumentException.class, () -> runner.input(0, 64));
        }
        try (LoadedModel model = LoadedModel.open(TestModels.model("mobilefacenet-ms1m"));
                ModelRunner runner = model.newRunner()) {
            assertThrows(IllegalArgumentException.class, () -> runner.input(128, 112));
        }
    }

    /** A thousand runs whose outputs hold 134 kB each: what is not freed shows. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void runsLeaveNothingBehind() throws Exception {
        CLibrary library = CLibrary.orSkip();
        try (LoadedModel model = LoadedModel.open(TestModels.model("yunet-s"));
                ModelRunner runner = model.newRunner()) {
            runner.input(320, 320);
            for (int i = 0; i < 100; i++) {
                runner.run();
            }
            long before = library.allocatedBytes();
            for (int i = 0; i < 1000; i++) {
                runner.run();
            }
            long grown = library.allocatedBytes() - before;
            assertTrue(grown < 20L << 20, "native memory grew by " + grown + " bytes");
        }
    }

    @Test
    void theBareSessionTakesTheSameTensors() throws Exception {
        try (BareSession bare = BareSession.open(TestModels.model("yunet-s"))) {
            FloatBuffer tensor = BareSession.room(64, 96);
            bare.run(tensor, 64, 96);
            bare.run(tensor, 64, 96);
            assertThrows(InferenceException.class, () -> bare.run(tensor, 63, 96));
        }
    }

    private static float[][] results(LoadedModel model, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (ModelRunner runner = model.newRunner()) {
            int height = 64 + 32 * (seed % 3);
            FloatBuffer input = runner.input(height, 96);
            while (input.hasRemaining()) {
                input.put(random.nextInt(256));
            }
            return runner.run();
        }
    }
}
