package io.sosia.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds the arrows of the architecture: who may see FFmpeg, OpenCV and the engines, and that packages form no cycle. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // classes are read once for all rules
class DetectorArchitectureTest {

    private static final String ROOT = "io.sosia.detector.";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sosia.detector");

    @Test
    void onlyTheReaderSeesFfmpeg() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "media.ffmpeg..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.ffmpeg..", "org.bytedeco.javacv..")
                .check(classes);
    }

    @Test
    void onlyInferenceSeesTheEngines() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "inference..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "ai.onnxruntime..")
                .check(classes);
    }

    @Test
    void openCvStaysWithPictures() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "media.still..", ROOT + "align..", ROOT + "quality..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco.opencv..", "org.bytedeco.openblas..")
                .check(classes);
    }

    @Test
    void nothingOfOursButModels() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("io.sosia.indexer..", "io.sosia.jobs..", "io.sosia.testdata..")
                .check(classes);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sosia.detector.(**)").should().beFreeOfCycles().check(classes);
    }
}
