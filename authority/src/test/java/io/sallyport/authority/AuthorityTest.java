package io.sallyport.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.JournalException;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.policies.grant.ApprovedBy;
import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.DetachedLists;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Mode;
import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.CertificateVerdict;
import io.sallyport.wire.cert.CertificateVerifier;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.Expectation;
import io.sallyport.wire.cert.HostVerdict;
import io.sallyport.wire.cert.SshCertificate;
import io.sallyport.wire.cert.TrustBundle;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.signing.AuthorityClient;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningCodec;
import io.sallyport.wire.signing.SigningRefusal;
import io.sallyport.wire.signing.SigningRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole authority behind its real socket, in this process. */
class AuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.5Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ed25519Key ENGINEER = Ed25519Key.generate(RANDOM);
    private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.7");
    private static final String PASSPHRASE = "correct horse battery";

    private final FakeNanos nanos = new FakeNanos();
    private final Authority.Surroundings around = new Authority.Surroundings(InstantSource.fixed(NOW), nanos,
            RANDOM);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path temporary = Path.of(".");
    private Path dir = Path.of(".");
    private Path passphraseFile = Path.of(".");
    private Optional<Authority> running = Optional.empty();

    @BeforeEach
    void makeKeys() throws IOException {
        dir = temporary.resolve("authority");
        passphraseFile = Files.writeString(temporary.resolve("passphrase"), PASSPHRASE + "\n");
        Files.setPosixFilePermissions(passphraseFile, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() throws IOException {
        if (running.isPresent()) {
            running.get().close();
        }
    }

    private int program(String... arguments) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return AuthorityMain.run(arguments, new Passphrases(null, null), around, print, print);
    }

    private void init(String... more) {
        List<String> arguments = new ArrayList<>(List.of("init", "--dir", dir.toString(), "--passphrase-file",
                passphraseFile.toString()));
        arguments.addAll(List.of(more));
        assertEquals(0, program(arguments.toArray(String[]::new)),
                () -> out.toString(StandardCharsets.UTF_8));
    }

    private AuthorityClient start(Rates rates, boolean unsealed) throws Exception {
        Optional<Secret> passphrase = unsealed ? Optional.of(secret(PASSPHRASE)) : Optional.empty();
        running = Optional.of(Authority.start(new AuthorityFolder(dir), rates, passphrase, around));
        return new AuthorityClient(dir.resolve("authority.sock"), Duration.ofSeconds(30));
    }

    private static Secret secret(String text) {
        return Secret.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Grant grant(Instant from, Instant until, List<ApprovedBy> approvals) {
        return new Grant(Grant.VERSION, new GrantId("g-" + "a".repeat(26)), Grant.Kind.STANDARD,
                new PersonName("eva"),
                new OrganisationName("acme"), new TargetName("web-1"), new LoginName("deploy"), from, until,
                Duration.ofHours(4), "end of the time asked for", Optional.empty(), "rotate the logs",
                "0".repeat(64),
                new RuleId("staging-ops"), List.of(), approvals, Rights.tightest(), Duration.ofSeconds(60), 1,
                List.of());
    }

    private static Grant grant(Instant from, Instant until) {
        return grant(from, until, List.of(new ApprovedBy(new PersonName("ada"), from)));
    }

    private static SigningRequest.IssueUser user(Grant grant) {
        return new SigningRequest.IssueUser(ENGINEER.publicKey(), grant, SOURCE);
    }

    private static SigningRequest.IssueUser honest() {
        return user(grant(NOW.minusSeconds(60), NOW.plus(Duration.ofHours(2))));
    }

    private static void assertRefused(SigningRefusal reason, SigningAnswer answer) {
        assertEquals(reason,
                assertInstanceOf(SigningAnswer.Refused.class, answer, answer::toString).reason());
    }

    private static SshCertificate issued(SigningAnswer answer) {
        return assertInstanceOf(SigningAnswer.Issued.class, answer, answer::toString).certificate();
    }

    @Test
    void whatItSignsIsBelievedAndStandsInItsJournal() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, true);
        TrustBundle trust = assertInstanceOf(SigningAnswer.Trust.class,
                client.ask(new SigningRequest.TrustKeys())).bundle();
        CertificateVerifier verifier = new CertificateVerifier(trust, Mode.PRODUCTION);
        SshCertificate one = issued(client.issue(honest()));
        SshCertificate two = issued(client.issue(honest()));
        assertNotEquals(one.serial(), two.serial());
        assertInstanceOf(CertificateVerdict.Accepted.class,
                verifier.verify(one, new Expectation(new TargetName("web-1"),
                        Optional.of(new LoginName("deploy")), SOURCE, NOW)));
        assertEquals(Limits.USER_CERTIFICATE_LIFE.plus(Limits.CLOCK_SKEW).toSeconds(),
                one.validBefore() - one.validAfter());
        SshCertificate host = issued(
                client.issue(new SigningRequest.IssueHost(ENGINEER.publicKey(), List.of("web-1"))));
        assertInstanceOf(HostVerdict.Accepted.class, verifier.verifyHost(host, "web-1", NOW));
        stop();
        running = Optional.empty();
        List<String> events = journal();
        assertEquals(4, events.size());
        assertTrue(events.get(0).contains("authority-unsealed"));
        assertTrue(events.get(1).contains("\"serial\":\"" + Long.toUnsignedString(one.serial())));
        assertTrue(events.get(3).contains("\"role\":\"host\""));
    }

    private List<String> journal() throws IOException {
        List<String> events = new ArrayList<>();
        LogKey key = LogKey.loadOrCreate(dir.resolve("journal.key"), RANDOM);
        try (Journal journal = Journal.open(dir.resolve("issued"), key, InstantSource.fixed(NOW), RANDOM)) {
            journal.replay(0, (_, event) -> events.add(new String(event, StandardCharsets.UTF_8)));
        }
        return events;
    }

    private static Grant large() {
        Grant small = grant(NOW.minusSeconds(60), NOW.plus(Duration.ofHours(2)));
        Rights rights = Rights.from(Rights.standard()).exec(Commands.of(
                IntStream.range(0, 300).mapToObj("systemctl restart service-%03d"::formatted).toList()))
                .build();
        return new Grant(small.version(), small.id(), small.kind(), small.person(), small.organisation(),
                small.target(), small.login(), small.notBefore(), small.notAfter(), small.max(),
                small.endReason(), small.ticket(), small.reason(), small.policyHash(), small.rule(),
                small.requires(), small.approvals(), rights, small.lease(), small.epoch(),
                Protections.neededBy(rights));
    }

    @Test
    void ofAGrantWithLongListsItSignsWhatNamesThem() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, true);
        TrustBundle trust = assertInstanceOf(SigningAnswer.Trust.class,
                client.ask(new SigningRequest.TrustKeys())).bundle();
        CertificateVerifier verifier = new CertificateVerifier(trust, Mode.PRODUCTION);
        SshCertificate certificate = issued(client.issue(user(large())));
        GrantLists lists = CarriedGrant.beside(large()).orElseThrow();
        assertEquals(Optional.of(lists.sha256()), CertificateContent.namedLists(certificate));
        var accepted = assertInstanceOf(CertificateVerdict.Accepted.class,
                verifier.verify(certificate,
                        new Expectation(new TargetName("web-1"), Optional.empty(), SOURCE,
                                NOW, DetachedLists.of(List.of(lists)))));
        assertEquals(large(), accepted.grant());
        assertInstanceOf(CertificateVerdict.Refused.class, verifier.verify(certificate,
                new Expectation(new TargetName("web-1"), Optional.empty(), SOURCE, NOW)));
    }

    /** The rules hold for the grant that names its lists as for any other; and it has to name the protection. */
    @Test
    void aGrantWithLongListsBreaksNoLimitEither() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, true);
        CarriedGrant carried = CarriedGrant.of(large());
        Grant head = carried.head();
        assertRefused(SigningRefusal.GRANT_APPROVAL, client.issue(new SigningRequest.IssueUser(
                ENGINEER.publicKey(), new CarriedGrant(with(head, List.of(), head.must()), carried.lists()),
                SOURCE)));
        assertRefused(SigningRefusal.GRANT_FORM, client.issue(new SigningRequest.IssueUser(
                ENGINEER.publicKey(), new CarriedGrant(with(head, head.approvals(), large().must()),
                        carried.lists()),
                SOURCE)));
    }

    private static Grant with(Grant grant, List<ApprovedBy> approvals, List<String> must) {
        return new Grant(grant.version(), grant.id(), grant.kind(), grant.person(), grant.organisation(),
                grant.target(), grant.login(), grant.notBefore(), grant.notAfter(), grant.max(),
                grant.endReason(), grant.ticket(), grant.reason(), grant.policyHash(), grant.rule(),
                grant.requires(), approvals, grant.rights(), grant.lease(), grant.epoch(), must);
    }

    @Test
    void aCertificateNeverOutlivesItsGrant() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, true);
        SshCertificate certificate = issued(
                client.issue(user(grant(NOW.minusSeconds(60), NOW.plusSeconds(20)))));
        assertEquals(NOW.plusSeconds(20).getEpochSecond(), certificate.validBefore());
    }

    @Test
    void whatBreaksALimitIsNotSigned() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, true);
        Instant later = NOW.plus(Duration.ofHours(1));
        assertRefused(SigningRefusal.GRANT_NOT_YET, client.issue(user(grant(NOW.plusSeconds(2), later))));
        assertRefused(SigningRefusal.GRANT_OVER, client.issue(user(grant(NOW.minusSeconds(60), NOW))));
        assertRefused(SigningRefusal.GRANT_LENGTH,
                client.issue(user(grant(NOW.minusSeconds(60), NOW.plus(Limits.GRANT_LENGTH)))));
        assertRefused(SigningRefusal.GRANT_APPROVAL,
                client.issue(user(grant(NOW.minusSeconds(60), later, List.of()))));
        assertRefused(SigningRefusal.GRANT_APPROVAL, client.issue(user(grant(NOW.minusSeconds(60), later,
                List.of(new ApprovedBy(new PersonName("eva"), NOW),
                        new ApprovedBy(new PersonName("ada"), NOW))))));
        for (String source : List.of("0.0.0.0", "::", "224.0.0.1")) {
            assertRefused(SigningRefusal.SOURCE,
                    client.issue(new SigningRequest.IssueUser(ENGINEER.publicKey(),
                            honest().grant(), InetAddress.ofLiteral(source))));
        }
        List<String> nine = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
        for (List<String> names : List.of(List.<String>of(), nine, List.of("*"), List.of("web-*"),
                List.of("Web"),
                List.of("a", "a"), List.of("a,b"), List.of("a..b"), List.of("-a"))) {
            assertRefused(SigningRefusal.NAMES,
                    client.issue(new SigningRequest.IssueHost(ENGINEER.publicKey(), names)));
        }
        issued(client.issue(new SigningRequest.IssueHost(ENGINEER.publicKey(), nine.subList(0, 8))));
    }

    @Test
    void sealedItOnlySaysSoAndWaitsForThePassphrase() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, false);
        assertEquals(new SigningAnswer.Standing(true, false), client.ask(new SigningRequest.Status()));
        assertRefused(SigningRefusal.SEALED, client.issue(honest()));
        assertRefused(SigningRefusal.SEALED, client.ask(new SigningRequest.TrustKeys()));
        assertRefused(SigningRefusal.PASSPHRASE, client.ask(new SigningRequest.Unseal(secret("wrong"))));
        assertEquals(0,
                program("unseal", "--dir", dir.toString(), "--passphrase-file", passphraseFile.toString()));
        assertEquals(0, program("status", "--dir", dir.toString()));
        issued(client.issue(honest()));
        assertRefused(SigningRefusal.NOT_SEALED, client.ask(new SigningRequest.Unseal(secret(PASSPHRASE))));
        assertEquals(0, program("seal", "--dir", dir.toString()));
        assertRefused(SigningRefusal.SEALED, client.issue(honest()));
        assertEquals(ExitCode.REFUSED, program("status", "--dir", dir.toString()));
    }

    @Test
    void guessingPassphrasesIsThrottled() throws Exception {
        init();
        AuthorityClient client = start(Rates.STANDARD, false);
        for (int i = 0; i < Limits.UNSEALS_BURST; i++) {
            assertRefused(SigningRefusal.PASSPHRASE, client.ask(new SigningRequest.Unseal(secret("wrong"))));
        }
        assertRefused(SigningRefusal.RATE, client.ask(new SigningRequest.Unseal(secret(PASSPHRASE))));
        nanos.advance(Duration.ofMinutes(1).dividedBy(Limits.UNSEALS_PER_MINUTE).plusMillis(1));
        assertEquals(new SigningAnswer.Standing(false, false),
                client.ask(new SigningRequest.Unseal(secret(PASSPHRASE))));
    }

    @Test
    void moreThanTheRateIsRefused() throws Exception {
        init();
        AuthorityClient client = start(new Rates(60, 2), true);
        issued(client.issue(honest()));
        issued(client.issue(honest()));
        assertRefused(SigningRefusal.RATE, client.issue(honest()));
        nanos.advance(Duration.ofMillis(1001));
        issued(client.issue(honest()));
    }

    @Test
    void aDemonstrationMarksWhatItSigns() throws Exception {
        init("--demo");
        AuthorityClient client = start(Rates.STANDARD, true);
        assertTrue(issued(client.issue(honest())).keyId().startsWith("demo/eva@acme#g-"));
        assertTrue(issued(client.issue(new SigningRequest.IssueHost(ENGINEER.publicKey(), List.of("web-1"))))
                .keyId()
                .startsWith("demo/host:"));
        assertTrue(assertInstanceOf(SigningAnswer.Trust.class, client.ask(new SigningRequest.TrustKeys()))
                .bundle().demo());
    }

    @Test
    void theSocketIsOursAloneAndNonsenseIsRefused() throws Exception {
        init();
        start(Rates.STANDARD, true);
        Path socket = dir.resolve("authority.sock");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Frames.write(Channels.newOutputStream(channel),
                    "{\"type\":\"export\"}".getBytes(StandardCharsets.UTF_8));
            byte[] answer = Frames.read(Channels.newInputStream(channel)).orElseThrow();
            assertRefused(SigningRefusal.MALFORMED, SigningCodec.answer(answer));
        }
        // The journal admits one process; the second authority does not get as far as the socket.
        assertThrows(JournalException.class,
                () -> Authority.start(new AuthorityFolder(dir), Rates.STANDARD, Optional.empty(), around)
                        .close());
    }

    @Test
    void onlyOurOwnUserAndRootAreAdmitted() throws IOException {
        Peers peers = Peers.likeOwnerOf(passphraseFile);
        var users = passphraseFile.getFileSystem().getUserPrincipalLookupService();
        assertTrue(peers.admits(Files.getOwner(passphraseFile)));
        assertTrue(peers.admits(users.lookupPrincipalByName("root")));
        assertTrue(!peers.admits(users.lookupPrincipalByName("nobody")));
    }

    @Test
    void wrongUseIsToldApart() throws Exception {
        assertEquals(ExitCode.WRONG_USE, program("run"));
        assertEquals(ExitCode.WRONG_USE, program("frobnicate"));
        assertEquals(ExitCode.WRONG_USE, program("init", "--dir", dir.toString()));
        assertEquals(ExitCode.TRY_LATER, program("status", "--dir", dir.toString()));
        assertEquals(0, program("--help"));
        init();
        assertEquals(ExitCode.WRONG_USE, program("init", "--dir", dir.toString(), "--passphrase-file",
                passphraseFile.toString()));
        Path other = Files.writeString(temporary.resolve("other"), "another passphrase");
        assertEquals(ExitCode.WRONG_USE,
                program("run", "--dir", dir.toString(), "--passphrase-file", other.toString()));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
        assertEquals(ExitCode.REFUSED,
                program("run", "--dir", dir.toString(), "--passphrase-file", other.toString()));
    }
}
