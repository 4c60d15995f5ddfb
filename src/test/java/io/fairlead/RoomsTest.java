package io.fairlead;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of the house (docs/architecture.md): arrows point down, and only one room sees the machine. */
class RoomsTest {
    private static final JavaClasses FAIRLEAD = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.fairlead");

    @Test
    void shouldUseOnlyRoomsBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("linux")
                .definedBy("io.fairlead.linux..")
                .layer("config")
                .definedBy("io.fairlead.config..")
                .layer("http")
                .definedBy("io.fairlead.http..")
                .layer("loop")
                .definedBy("io.fairlead.loop..")
                .layer("balance")
                .definedBy("io.fairlead.balance..")
                .layer("splice")
                .definedBy("io.fairlead.splice..")
                .layer("log")
                .definedBy("io.fairlead.log..")
                .layer("health")
                .definedBy("io.fairlead.health..")
                .layer("session")
                .definedBy("io.fairlead.session..")
                .layer("admin")
                .definedBy("io.fairlead.admin..")
                .layer("library")
                .definedBy("io.fairlead.library..")
                .layer("process")
                .definedBy("io.fairlead.process..")
                .layer("cli")
                .definedBy("io.fairlead.cli..")
                .whereLayer("linux")
                .mayNotAccessAnyLayer()
                .whereLayer("config")
                .mayOnlyAccessLayers("http")
                .whereLayer("http")
                .mayNotAccessAnyLayer()
                .whereLayer("loop")
                .mayOnlyAccessLayers("linux")
                .whereLayer("balance")
                .mayOnlyAccessLayers("config")
                .whereLayer("splice")
                .mayOnlyAccessLayers("loop", "linux")
                .whereLayer("log")
                .mayOnlyAccessLayers("loop", "config", "linux")
                .whereLayer("health")
                .mayOnlyAccessLayers("loop", "balance", "http", "config", "linux")
                .whereLayer("session")
                .mayOnlyAccessLayers("loop", "splice", "http", "balance", "log", "config", "linux")
                .whereLayer("admin")
                .mayOnlyAccessLayers("session", "health", "balance", "splice", "http", "loop", "config", "linux")
                .whereLayer("library")
                .mayOnlyAccessLayers("splice", "loop", "linux")
                .whereLayer("library")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(FAIRLEAD);
    }

    @Test
    void shouldHaveNoCircles() {
        slices().matching("io.fairlead.(*)..").should().beFreeOfCycles().check(FAIRLEAD);
    }

    @Test
    void shouldShowTheMachineToOneRoomOnly() {
        noClasses()
                .that(not(resideInAPackage("io.fairlead.linux..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(FAIRLEAD);
    }

    @Test
    void shouldServeWithoutTheJdksNetworkCode() {
        // a chrooted process cannot load the JDK's native network libraries any more
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.fairlead.session..",
                        "io.fairlead.loop..",
                        "io.fairlead.splice..",
                        "io.fairlead.health..",
                        "io.fairlead.log..",
                        "io.fairlead.balance..",
                        "io.fairlead.admin..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.ServerSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.DatagramSocket")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels..")
                .check(FAIRLEAD);
    }
}
