package io.sosia.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** {@code models} knows nothing of ours, and only the store touches the network. */
class ModelsArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sosia.models");

    @Test
    void dependsOnNoOtherModule() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.sosia.detector..", "io.sosia.indexer..", "io.sosia.jobs..", "io.sosia.testdata..")
                .check(CLASSES);
    }

    @Test
    void theVocabularyStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.sosia.models.vector..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "io.sosia.models.vector..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreReadsTheNetwork() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sosia.models.store..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreAndTheTranslatorKnowTheFormOfOnnxFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sosia.models.store..", "io.sosia.models.openvino..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnx..", "com.google.protobuf..")
                .check(CLASSES);
    }

    /** It works on bytes, without files, network or any of our own words. */
    @Test
    void theTranslatorStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.sosia.models.openvino..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.sosia.models.catalogue..", "io.sosia.models.store..", "java.nio.file..", "java.net..")
                .check(CLASSES);
    }

    /** A verifier of proofs must need nothing but Java. */
    @Test
    void theMerkleTreeStandsOnJavaAlone() {
        classes()
                .that()
                .resideInAPackage("io.sosia.models.merkle..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", "io.sosia.models.merkle..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sosia.models.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
