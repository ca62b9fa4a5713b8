package io.sallyport.certsdev;

/** The demo's story as lines to paste into another terminal. */
final class DemoTour {
    private final Demo demo;

    DemoTour(Demo demo) {
        this.demo = demo;
    }

    String text() {
        DemoFolder folder = demo.folder();
        String eva = "ssh -F " + folder.sshConfig("engineer");
        String ada = "ssh -F " + folder.sshConfig("approver");
        String otto = "ssh -F " + folder.sshConfig("auditor");
        return """

                Sallyport is up on this machine; its state is in %1$s.
                Paste these lines into another terminal. Ctrl-C here ends everything.

                Eva works for Acme, a provider. She tries, and is told how to ask:
                  %2$s demo-host

                She asks for half an hour:
                  %2$s gw request demo-host --as %5$s --for 30m --reason '"Look at the disk alert"'

                Ada answers for the servers. She looks and says yes (or in the browser: the second line prints a link):
                  %3$s gw inbox
                  %3$s gw console
                  %3$s gw approve REQUEST

                Eva is on the machine, recorded, until her time is up:
                  %2$s demo-host

                Otto audits. He finds the session, replays it, and proves that the recording is whole:
                  %4$s gw sessions
                  %4$s gw play SESSION
                  %4$s gw recording SESSION > session.rec && %6$s verify session.rec

                Console: %7$s  (its certificate is self-signed: this is a demo)

                """.formatted(folder.root(), eva, ada, otto, demo.login(), demo.home().resolve("sallyport"),
                demo.consoleUrl());
    }
}
