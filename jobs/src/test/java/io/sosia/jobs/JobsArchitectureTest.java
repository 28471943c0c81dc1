package io.sosia.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sosia.indexer.sighting.CaseReference;
import io.sosia.indexer.sighting.OpenCases;
import org.junit.jupiter.api.Test;

/** Holds the arrows between modules as seen from the one that depends on all, and those within it. */
class JobsArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sosia");

    @Test
    void lowerModulesKnowNothingAboveThem() {
        noClasses()
                .that()
                .resideInAPackage("io.sosia.models..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.sosia.detector..", "io.sosia.indexer..", "io.sosia.jobs..", "io.sosia.testdata..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.sosia.detector..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sosia.indexer..", "io.sosia.jobs..", "io.sosia.testdata..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.sosia.indexer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sosia.detector..", "io.sosia.jobs..", "io.sosia.testdata..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.sosia.testdata..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sosia.detector..", "io.sosia.indexer..", "io.sosia.jobs..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyJobsUsesSpringBootAndBatch() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sosia.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot..", "org.springframework.batch..")
                .check(CLASSES);
    }

    @Test
    void jobsLeavesNativesAndIndexesToTheirOwners() {
        noClasses()
                .that()
                .resideInAPackage("io.sosia.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "ai.djl..", "ai.onnxruntime..", "org.apache.lucene..")
                .check(CLASSES);
    }

    @Test
    void testdataIsForTheDemoTheBenchAndItsOwnCommandAlone() {
        classes()
                .that()
                .resideInAPackage("io.sosia.jobs..")
                .and()
                // The bench searches among people who do not exist: jobs/docs/adr/0002.
                .resideOutsideOfPackages("io.sosia.jobs.demo..", "io.sosia.jobs.bench..")
                .and()
                .haveNameNotMatching("io\\.sosia\\.jobs\\.cli\\.Testdata.*")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("io.sosia.testdata..")
                .check(CLASSES);
    }

    @Test
    void commandsAreCalledByNobodyInJobs() {
        noClasses()
                .that()
                .resideInAnyPackage("io.sosia.jobs.scan..", "io.sosia.jobs.batch..", "io.sosia.jobs.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.sosia.jobs.cli..",
                        "io.sosia.jobs.demo..",
                        "io.sosia.jobs.evaluate..",
                        "io.sosia.jobs.bench..")
                .check(CLASSES);
    }

    @Test
    void sightingsAreSearchedThroughCasesAlone() {
        noClasses()
                .that()
                // The bench searches an archive of people who do not exist, which it makes itself.
                .resideOutsideOfPackages("io.sosia.jobs.takedown..", "io.sosia.jobs.bench..")
                .should()
                .callMethod(CaseReference.class, "issuedBy", OpenCases.class, String.class)
                .check(CLASSES);
    }

    @Test
    void packagesOfJobsHaveNoCycles() {
        slices().matching("io.sosia.jobs.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
