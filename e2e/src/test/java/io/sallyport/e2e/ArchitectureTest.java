package io.sallyport.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;

/** The allowed arrows and the house bans, each with its reason. */
@AnalyzeClasses(packages = "io.sallyport", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OURS = "io.sallyport..";

    @ArchTest
    static final ArchRule policiesStandAlone = onlyOurs("policies");
    @ArchTest
    static final ArchRule evidenceStandsAlone = onlyOurs("evidence");
    @ArchTest
    static final ArchRule wireKnowsPoliciesAndEvidence = onlyOurs("wire", "policies", "evidence");
    @ArchTest
    static final ArchRule authorityKnowsWire = onlyOurs("authority", "wire", "policies", "evidence");
    @ArchTest
    static final ArchRule agentKnowsWire = onlyOurs("agent", "wire", "policies", "evidence");
    @ArchTest
    static final ArchRule brokerKnowsWire = onlyOurs("broker", "wire", "policies", "evidence");
    @ArchTest
    static final ArchRule certsDevKnowsWire = onlyOurs("certsdev", "wire", "policies", "evidence");

    @ArchTest
    static final ArchRule evidenceNeedsOnlyTheJdk = classes().that()
            .resideInAPackage("io.sallyport.evidence..").should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.sallyport.evidence..", "java..", "javax..", "org.jspecify..")
            .because(
                    "an auditor must be able to run and to read the verifier without trusting anybody's library");

    @ArchTest
    static final ArchRule theAgentIsSmall = noClasses().that().resideInAPackage("io.sallyport.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "java.sql..", "javax.sql..", "org.keycloak..", "com.zaxxer..")
            .because("what runs as root on a target must be small");

    @ArchTest
    static final ArchRule theAuthorityOpensNoTcpPort = noClasses().that()
            .resideInAPackage("io.sallyport.authority..").should()
            .dependOnClassesThat().haveFullyQualifiedName("java.net.ServerSocket")
            .because("the CA keys are reached through a unix socket only");

    @ArchTest
    static final ArchRule brokerFeaturesKnowNoTransport = noClasses().that()
            .resideInAnyPackage("io.sallyport.broker.identity..", "io.sallyport.broker.engagement..",
                    "io.sallyport.broker.provider..", "io.sallyport.broker.target..",
                    "io.sallyport.broker.request..", "io.sallyport.broker.session..",
                    "io.sallyport.broker.audit..")
            .should().dependOnClassesThat()
            .resideInAnyPackage("io.sallyport.broker.console..", "io.sallyport.broker.gateway..",
                    "io.sallyport.broker.tunnel..",
                    "io.sallyport.broker.commands..", "io.vertx..", "org.apache.sshd.server..", "java.sql..",
                    "javax.sql..")
            .because("what the product decides must not depend on how it is asked");

    @ArchTest
    static final ArchRule sqlStaysInTheStore = noClasses().that().resideInAPackage("io.sallyport.broker..")
            .and()
            .resideOutsideOfPackage("io.sallyport.broker.store..").should().dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "com.zaxxer..", "org.flywaydb..")
            .because("there is one home for SQL");

    @ArchTest
    static final ArchRule keycloakIsKnownInOnePlace = noClasses().that().resideInAPackage("io.sallyport..")
            .and()
            .resideOutsideOfPackage("io.sallyport.broker.keycloak..").should().dependOnClassesThat()
            .resideInAnyPackage("org.keycloak..", "org.jboss..", "jakarta..")
            .because("its client is large and changes with the server");

    @ArchTest
    static final ArchRule timeIsInjected = noClasses().that().haveSimpleNameNotEndingWith("Main").should()
            .callMethod(Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis")
            .orShould().callMethod(LocalDateTime.class, "now").orShould().callMethod(Clock.class, "systemUTC")
            .because("tests must be able to move time; pass an InstantSource");

    @ArchTest
    static final ArchRule noWeakRandomness = noClasses().should().dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould().callConstructor(Random.class)
            .because("everything random here guards something; use SecureRandom");

    @ArchTest
    static final ArchRule noJavaSerialization = noClasses().should().dependOnClassesThat()
            .belongToAnyOf(ObjectInputStream.class)
            .because("deserialization of foreign bytes runs foreign code");

    @ArchTest
    static final ArchRule noAcceptAll = noClasses().should()
            .dependOnClassesThat(
                    new DescribedPredicate<JavaClass>("accept everybody or run as root in this process") {
                        @Override
                        public boolean test(JavaClass type) {
                            String name = type.getSimpleName();
                            return name.startsWith("AcceptAll")
                                    || name.equals("SimpleGeneratorHostKeyProvider")
                                    || name.equals("ProcessShellFactory")
                                    || name.equals("InteractiveProcessShellFactory")
                                    || name.equals("SftpSubsystemFactory");
                        }
                    })
            .because("these classes of the SSH library are made for demonstrations");

    @ArchTest
    static final ArchRule brokerFeaturesFormNoCycle = slices().matching("io.sallyport.broker.(*)..").should()
            .beFreeOfCycles();

    private static ArchRule onlyOurs(String module, String... allowed) {
        String[] packages = new String[allowed.length + 1];
        packages[0] = "io.sallyport." + module + "..";
        for (int i = 0; i < allowed.length; i++) {
            packages[i + 1] = "io.sallyport." + allowed[i] + "..";
        }
        return classes().that().resideInAPackage(packages[0]).should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages).or(DescribedPredicate.not(resideInAnyPackage(OURS))))
                .because("the arrows between the modules are part of the design");
    }
}
