package io.sallyport.agent.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.host.Command;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.Sftp;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsGateTest {

    private static final Path SFTP = Path.of("/usr/lib/openssh/sftp-server");

    private static RightsGate gate(Rights rights) {
        return new RightsGate(rights, Optional.of(SFTP));
    }

    @Test
    void tightestRightsAdmitNothing() {
        RightsGate gate = gate(Rights.tightest());
        assertInstanceOf(ChannelVerdict.Refused.class, gate.shell());
        assertInstanceOf(ChannelVerdict.Refused.class, gate.exec("id"));
        assertInstanceOf(ChannelVerdict.Refused.class, gate.sftp());
        assertTrue(gate.terminalRefusal().isPresent());
    }

    @Test
    void commandUnderPatternsRunsWithoutAShell() {
        RightsGate gate = gate(
                Rights.from(Rights.standard()).exec(Commands.of(List.of("/usr/bin/id *"))).build());
        assertEquals(new ChannelVerdict.Allowed(new Command.Program(List.of("/usr/bin/id", "-u"))),
                gate.exec("/usr/bin/id -u"));
        assertInstanceOf(ChannelVerdict.Refused.class, gate.exec("/usr/bin/id -u; sh"));
        assertInstanceOf(ChannelVerdict.Refused.class, gate.exec("/usr/bin/id $(sh)"));
    }

    @Test
    void anyCommandGoesToTheLoginShellAsItStands() {
        RightsGate gate = gate(Rights.from(Rights.standard()).exec(Commands.any()).build());
        assertEquals(new ChannelVerdict.Allowed(new Command.ShellLine("a | b; c")), gate.exec("a | b; c"));
    }

    @Test
    void readOnlyFilesUseTheServersOwnSwitch() {
        assertEquals(new ChannelVerdict.Allowed(new Command.Program(List.of(SFTP.toString(), "-R"))),
                gate(Rights.from(Rights.standard()).sftp(Sftp.everywhere(Sftp.Mode.READ)).build()).sftp());
        assertEquals(new ChannelVerdict.Allowed(new Command.Program(List.of(SFTP.toString()))),
                gate(Rights.from(Rights.standard()).sftp(Sftp.everywhere(Sftp.Mode.READ_WRITE)).build())
                        .sftp());
    }

    @Test
    void withoutAFileServerThereAreNoFiles() {
        RightsGate gate = new RightsGate(Rights.widest(), Optional.empty());
        assertInstanceOf(ChannelVerdict.Refused.class, gate.sftp());
    }
}
