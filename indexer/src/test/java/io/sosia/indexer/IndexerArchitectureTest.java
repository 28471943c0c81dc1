package io.sosia.indexer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the architecture, as far as this module draws them. */
class IndexerArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sosia.indexer");

    @Test
    void ofOursItKnowsModelsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sosia.detector..", "io.sosia.jobs..", "io.sosia.testdata..")
                .check(CLASSES);
    }

    @Test
    void luceneStaysInItsPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.sosia.indexer.lucene..", "io.sosia.indexer.sighting..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(CLASSES);
    }

    @Test
    void keysStayInTheirPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sosia.indexer.seal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.crypto..", "javax.crypto..")
                .check(CLASSES);
    }

    @Test
    void sqlStaysInTheRegister() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.sosia.indexer.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.springframework..",
                        "org.flywaydb..",
                        "com.zaxxer..",
                        "org.sqlite..",
                        "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void springBootIsNobodysHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot..", "org.springframework.batch..")
                .check(CLASSES);
    }

    @Test
    void nothingIsPrintedAndLoggingIsSlf4j() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.sosia.indexer.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
