package io.sosia.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** {@code models} knows nothing of ours, and only the store touches the network and ONNX's own format. */
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
    void onlyTheStoreReadsNetworkAndModelFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sosia.models.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "ai.onnx..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sosia.models.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
