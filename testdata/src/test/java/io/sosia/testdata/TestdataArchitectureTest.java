package io.sosia.testdata;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class TestdataArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sosia.testdata");

    @Test
    void ofOursOnlyModelsIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sosia.detector..", "io.sosia.indexer..", "io.sosia.jobs..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.sosia.testdata.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void peopleAreDrawnWithoutKnowingOfFilms() {
        noClasses()
                .that()
                .resideInAPackage("io.sosia.testdata.people..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sosia.testdata.film..", "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void onlyFilmsAndDamageTouchFfmpeg() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sosia.testdata.film..", "io.sosia.testdata.damage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void nothingHereNeedsSpring() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..")
                .check(CLASSES);
    }
}
