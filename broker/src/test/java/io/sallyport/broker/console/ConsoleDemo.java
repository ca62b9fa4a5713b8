package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The console with sample data, to look at: prints an address to sign in with for each person, runs until killed. */
public final class ConsoleDemo {
    private ConsoleDemo() {}

    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8443;
        Path folder = Files.createTempDirectory("console-demo");
        ConsoleWorld world = new ConsoleWorld(folder, port);
        fill(world.samples, folder);
        for (Person person : List.of(Samples.ADA, Samples.EVA, Samples.TESS)) {
            System.out.println(person.fullName() + ": " + world.base + "/sign-in#"
                    + world.samples.signIn.codeFor(person));
        }
        new CountDownLatch(1).await();
    }

    static void fill(Samples samples, Path folder) {
        FakeRequests requests = samples.requests;
        var first = requests.add(Samples.EVA, ask("web-1", "deploy", Duration.ofHours(2), "CHG-1042",
                "Restart the payment worker after the upgrade and watch it for an hour."));
        requests.approve(Samples.ADA, new io.sallyport.broker.identity.Assurance(
                io.sallyport.policies.policy.Mfa.NONE, FakeRequests.NOW), first.id(),
                new io.sallyport.broker.request.Narrowing(
                        Optional.of(Duration.ofHours(1))),
                Optional.of("Go ahead, on-call knows."),
                Optional.of(first.hash()));
        var second = requests.add(Samples.EVA,
                ask("db-1", "postgres", Duration.ofMinutes(90), "", "Have a look around."));
        requests.deny(Samples.ADA, second.id(), "Please say which table, and why.");
        requests.add(Samples.EVA, ask("web-1", "deploy", Duration.ofMinutes(45), "CHG-1050",
                "Rotate the TLS certificate of the shop before it runs out on Friday."));
        requests.add(Samples.EVA, ask("db-1", "postgres", Duration.ofHours(4), "INC-88",
                "Vacuum the orders table: queries of the shop take eleven seconds since noon."));
        samples.sessions.add(Samples.EVA, "web-1", "deploy", FakeRequests.NOW.minus(Duration.ofHours(30)),
                false, "");
        samples.sessions.add(Samples.EVA, "db-1", "postgres", FakeRequests.NOW.minus(Duration.ofHours(3)),
                false, "");
        samples.sessions.add(Samples.EVA, "web-1", "deploy", FakeRequests.NOW.minusSeconds(300), true, "");
        SampleRecording.fill(samples, folder);
    }

    private static RequestForm ask(String target, String login, Duration duration, String ticket,
            String reason) {
        return new RequestForm(new TargetName(target), new LoginName(login), duration, Optional.empty(),
                Optional.of(ticket).filter(text -> !text.isEmpty()), reason);
    }
}
