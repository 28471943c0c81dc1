package io.sosia.detector.inference;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sosia.models.catalogue.ModelCard;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * DJL's engine for ONNX Runtime, set up once in a process: quiet, offline, and without threads of its own, since the
 * workers are as many as the cores and a session on one thread each was measured to be the fastest way to use them.
 */
final class OnnxEngine {

    /** DJL's name of the engine. */
    static final String NAME = "OnnxRuntime";

    static {
        // DJL is configured by system properties alone. It reports its use to its makers unless told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.onnx.disable_alternative", "true");
        System.setProperty("ai.djl.onnxruntime.num_threads", "1");
        System.setProperty("ai.djl.onnxruntime.num_interop_threads", "1");
    }

    private OnnxEngine() {}

    /** Outside of the class that holds the outcome: another thread than the one that initialises it runs this. */
    private static OrtEnvironment make() {
        if (Engine.getEngine(NAME) == null) {
            throw new IllegalStateException("DJL's engine " + NAME + " is not on the class path");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime's telemetry cannot be switched off", e);
        }
        return environment;
    }

    /** Made on first use, after the properties are set. */
    private static final class Environment {
        private static final OrtEnvironment ONE = makeWithDeepStack();

        /**
         * ONNX Runtime 1.29 matches a regular expression against {@code /proc/self/cmdline}, and libstdc++ matches by
         * recursion: some 250 bytes of stack a character. A command line of 4,000 characters (a class path, or a folder's
         * worth of videos) ends the process with SIGSEGV on a thread of usual size. What is not touched of this stack
         * costs nothing, and it is enough for a million characters.
         */
        private static final long STACK_BYTES = 256L << 20;

        private static OrtEnvironment makeWithDeepStack() {
            FutureTask<OrtEnvironment> making = new FutureTask<>(OnnxEngine::make);
            Thread thread = new Thread(null, making, "sosia-onnx-environment", STACK_BYTES);
            thread.setDaemon(true);
            thread.start();
            try {
                return making.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("ONNX Runtime cannot be set up", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while ONNX Runtime was being set up", e);
            }
        }
    }

    /**
     * ONNX Runtime's environment, made by DJL's engine: whoever asked ONNX Runtime first would make one that DJL then
     * refuses.
     */
    static OrtEnvironment environment() {
        return Environment.ONE;
    }

    /**
     * One thread, in order, all graph optimisations. The caller closes it.
     *
     * @param card of the model that they are for
     * @throws ModelRefusedException if ONNX Runtime does not take them
     */
    static SessionOptions options(ModelCard card) throws ModelRefusedException {
        environment();
        SessionOptions options = new SessionOptions();
        try {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return options;
        } catch (OrtException e) {
            options.close();
            throw new ModelRefusedException(card, "ONNX Runtime takes no options: " + e.getMessage(), e);
        }
    }
}
