package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.certsdev.StockSsh;
import io.sallyport.policies.json.Json;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Asking and answering, as engineer and approver see it. One story; its steps build on each other. */
@SharedWorld
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RequestAndApprovalIT {
    private final World world;
    private final StockSsh gita;
    private final StockSsh ada;
    private String request = "";

    RequestAndApprovalIT(World world) {
        this.world = world;
        this.gita = world.as(World.GITA);
        this.ada = world.as(World.ADA);
    }

    @Test
    @Order(1)
    void withoutAGrantTheRefusalSaysWhatToType() {
        StockSsh.Result result = gita.ssh("demo-host", "true");
        assertEquals(255, result.exit());
        assertTrue(result.stderr().contains("No grant for demo-host. Ask: ssh gw request demo-host"),
                result.stderr());
    }

    @Test
    @Order(2)
    void askingLongerThanThePolicyAllowsIsRefusedWithTheRule() {
        StockSsh.Result result = gita.ssh("gw", "request", "demo-host", "--as", world.login(), "--for", "5h",
                "--reason", "'too long'");
        assertEquals(1, result.exit(), result.said());
        assertTrue(result.said().contains("2h"), result.said());
    }

    @Test
    @Order(3)
    void aPendingRequestIsNamedInTheRefusal() {
        request = World.requestId(world.ask(World.GITA, "1h"));
        StockSsh.Result result = gita.ssh("demo-host", "true");
        assertEquals(255, result.exit());
        assertTrue(result.stderr().contains(request), result.stderr());
    }

    @Test
    @Order(4)
    void askingTwiceIsOneRequest() {
        assertEquals(request, World.requestId(world.ask(World.GITA, "1h")));
    }

    @Test
    @Order(5)
    void aDenialNeedsACommentAndReachesTheEngineer() {
        assertEquals(2, ada.ssh("gw", "deny", request).exit());
        World.must(ada.ssh("gw", "deny", request, "--comment", "'Not before the backup is done'"));
        StockSsh.Result result = gita.ssh("demo-host", "true");
        assertEquals(255, result.exit());
        assertTrue(result.stderr().contains("Not before the backup is done"), result.stderr());
        assertTrue(result.stderr().contains("Ada Approver"), result.stderr());
    }

    @Test
    @Order(6)
    void nobodyApprovesTheirOwnOrAsAProvider() {
        request = World.requestId(world.ask(World.GITA, "1h"));
        assertEquals(1, gita.ssh("gw", "approve", request).exit());
        assertEquals(1, world.as(World.EVA).ssh("gw", "approve", request).exit());
        assertEquals(1, world.as(World.OTTO).ssh("gw", "approve", request).exit());
        assertEquals(255, gita.ssh("demo-host", "true").exit());
    }

    @Test
    @Order(7)
    void theApproverSeesExactlyWhatItAllows() {
        StockSsh.Result shown = World.must(ada.ssh("gw", "show", request));
        for (String expected : new String[]{"Gita Globex", "globex", "demo-host", world.login(), "1h",
                "tests"}) {
            assertTrue(shown.out().contains(expected), "no " + expected + " in\n" + shown.out());
        }
    }

    @Test
    @Order(8)
    void afterTheYesExactlyTheGrantedRightsWork() {
        World.must(ada.ssh("gw", "approve", request));
        assertEquals("hello\n", World.must(gita.ssh("demo-host", "echo hello")).out());
        StockSsh.Result shell = gita.ssh("-tt", "demo-host");
        assertTrue(shell.exit() != 0, shell.said());
        assertFalse(shell.out().contains("$"), shell.said());
    }

    @Test
    @Order(9)
    void readingOnlySftpCannotWrite() {
        StockSsh.Result put = gita.run("sftp",
                "put /etc/hostname x.txt\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "-b", "-",
                "demo-host");
        assertTrue(put.exit() != 0, put.said());
        StockSsh.Result get = gita.run("sftp",
                "ls /etc/hostname\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "-b", "-",
                "demo-host");
        assertEquals(0, get.exit(), get.said());
    }

    @Test
    @Order(10)
    void engineersSeeOnlyTheirOwn() {
        Json.Obj mine = World.json(World.must(gita.ssh("gw", "status", "--json")));
        assertTrue(mine.text().contains(request));
        assertFalse(World.must(world.as(World.EVA).ssh("gw", "status", "--json")).out().contains(request));
        assertEquals(1, world.as(World.EVA).ssh("gw", "inbox").exit());
        assertEquals(1, world.as(World.EVA).ssh("gw", "show", request).exit());
    }

    @Test
    @Order(11)
    void commandsExplainThemselves() {
        assertTrue(World.must(gita.ssh("gw", "help")).out().contains("request"));
        assertTrue(World.must(gita.ssh("gw", "request", "--help")).out().contains("Example"));
        StockSsh.Result wrong = gita.ssh("gw", "reqest");
        assertEquals(2, wrong.exit());
        assertTrue(wrong.stderr().contains("request"), wrong.stderr());
        assertTrue(World.must(gita.ssh("gw", "setup")).out().contains("@cert-authority"));
        assertTrue(World.must(gita.ssh("gw", "whoami")).out().contains("Gita Globex"));
    }
}
