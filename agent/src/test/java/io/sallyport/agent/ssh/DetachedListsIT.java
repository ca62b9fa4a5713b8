package io.sallyport.agent.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import io.sallyport.wire.cert.Ed25519Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Grants with more commands than a certificate holds: enforced to the last one, and nothing at all without their lists. */
@Timeout(120)
class DetachedListsIT {

    @TempDir
    Path folder;
    private Yard yard;
    private Ed25519Key eva;

    @BeforeEach
    void open() throws Exception {
        yard = new Yard(folder);
        eva = yard.key("eva");
    }

    @AfterEach
    void close() throws Exception {
        yard.close();
    }

    /** 300 commands, {@code echo NAME-000} and so on. */
    private Grant grant(String name) {
        return yard.grant("eva", Rights.from(Yard.rights()).shell(false).exec(Commands.of(
                IntStream.range(0, 300).mapToObj(("echo " + name + "-of-many-%03d")::formatted).toList()))
                .build(), Instant.now().plusSeconds(3600));
    }

    private static GrantLists lists(Grant grant) {
        Optional<GrantLists> lists = CarriedGrant.beside(grant);
        assertTrue(lists.isPresent(), "they do not fit the certificate");
        return lists.get();
    }

    @Test
    void whatTheListsAllowRunsAndNothingElse() throws Exception {
        Grant grant = grant("one");
        yard.staples.add(yard.certificate(eva, grant));
        yard.lists.add(lists(grant));
        Yard.Result last = yard.ssh(List.of(), "echo one-of-many-299");
        assertEquals("one-of-many-299\n", last.text(), last.err());
        Yard.Result other = yard.ssh(List.of(), "echo one-of-many-300");
        assertEquals("", other.text());
        assertTrue(other.exit() != 0 && other.err().contains("does not have this command"), other.err());
    }

    @Test
    void withoutItsListsOrWithOthersACertificateOpensNothing() throws Exception {
        yard.staples.add(yard.certificate(eva, grant("one")));
        assertEquals(255, yard.ssh(List.of(), "echo one-of-many-001").exit());
        yard.lists.add(lists(grant("two")));
        assertEquals(255, yard.ssh(List.of(), "echo one-of-many-001").exit());
        assertEquals(255, yard.ssh(List.of(), "echo two-of-many-001").exit());
        assertEquals(List.of(), yard.broker.begun);
    }

    /** The certificate was made before and is offered by the client itself; the lists are those of the tunnel. */
    @Test
    void anOfferedCertificateFindsItsListsInTheTunnel() throws Exception {
        Grant grant = grant("one");
        Path offered = folder.resolve("eva-cert.pub");
        Files.writeString(offered, yard.certificate(eva, grant).line() + "\n");
        List<String> with = List.of("-o", "CertificateFile=" + offered);
        assertEquals(255, yard.ssh(with, "echo one-of-many-007").exit());
        yard.lists.add(lists(grant));
        Yard.Result result = yard.ssh(with, "echo one-of-many-007");
        assertEquals("one-of-many-007\n", result.text(), result.err());
        assertTrue(yard.ssh(with, "echo two-of-many-007").exit() != 0);
    }
}
