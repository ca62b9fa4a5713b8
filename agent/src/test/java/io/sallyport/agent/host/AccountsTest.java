package io.sallyport.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.policies.id.LoginName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccountsTest {
    @Test
    void lineOfTheNameServiceIsRead() {
        assertEquals(Optional.of(new LocalAccount("eva", 1001, 1003, "/home/eva", "/bin/bash")),
                LocalAccount.ofPasswdLine("eva:x:1001:1003:Eva,,,:/home/eva:/bin/bash\n"));
        assertEquals(Optional.of(new LocalAccount("old", 5, 5, "/", "/bin/sh")),
                LocalAccount.ofPasswdLine("old:x:5:5:::"));
    }

    @Test
    void lineThatIsNotAnAccountIsRefused() {
        for (String line : new String[]{"", "eva", "eva:x:1001:1003:Eva:/home/eva", "eva:x:-1:1:::",
                "eva:x:a:1:::",
                "eva:x:4294967295:1:::", "eva:x:1:1::home:/bin/sh", "eva:x:1:1::/:sh",
                "+:x:99999999999:1:::"}) {
            assertEquals(Optional.empty(), LocalAccount.ofPasswdLine(line), line);
        }
    }

    @Test
    void accountsOfThisHostAreFound() {
        assumeTrue(Libc.effectiveUid() == 0, "others are served by root only");
        try (Host host = Host.open("test-accounts", System::nanoTime)) {
            assertFalse(host.servesOnlyItself());
            assertEquals(0, host.account(new LoginName("root")).orElseThrow().uid());
            assertEquals(65534, host.account(new LoginName("nobody")).orElseThrow().uid());
            assertEquals(Optional.empty(), host.account(new LoginName("no-such-account-here")));
        }
    }

    @Test
    void agentThatIsNotRootServesItselfOnly() {
        Poller poller = Poller.start();
        Spawner spawner = new Spawner(poller, 65534);
        Accounts accounts = new Accounts(spawner, 65534);
        assertTrue(spawner.servesOnlyItself());
        assertEquals(Optional.empty(), accounts.find(new LoginName("root")));
        assertTrue(accounts.find(new LoginName("nobody")).isPresent());
        OnHost names = new OnHost();
        SpawnRequest request = new SpawnRequest(new LocalAccount("root", 0, 0, "/root", "/bin/sh"),
                Optional.empty(),
                new Command.LoginShell(), java.util.Map.of(), names.session, "",
                SpawnRequest.Elevation.BARRED);
        assertThrows(HostException.class, () -> spawner.spawn(request, ""));
        names.close();
        poller.close();
    }
}
