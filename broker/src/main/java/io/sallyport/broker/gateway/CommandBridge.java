package io.sallyport.broker.gateway;

import io.sallyport.broker.commands.Caller;
import io.sallyport.broker.commands.Screen;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** One command: takes MINA's streams over to a virtual thread and brings the exit code back. */
final class CommandBridge implements Command {
    private static final Logger LOG = Logger.getLogger(CommandBridge.class.getName());
    private static final int REFUSED = 1;
    private static final int LATER = 3;

    private final CommandRunner runner;
    private final People people;
    private final Optional<String> line;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private @Nullable ExitCallback exit;
    private volatile @Nullable Screen screen;

    CommandBridge(CommandRunner runner, People people, Optional<String> line) {
        this.runner = runner;
        this.people = people;
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        this.exit = exit;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        InputStream stdin = in;
        OutputStream stdout = out;
        OutputStream stderr = err;
        ExitCallback ended = exit;
        if (stdin == null || stdout == null || stderr == null || ended == null) {
            throw new IOException("a command without streams");
        }
        Screen begun = new Screen(stdin, stdout, stderr,
                environment.getEnv().containsKey(Environment.ENV_TERM), columns(environment));
        screen = begun;
        Proven who = Proven.of(channel.getSession());
        InetSocketAddress source = (InetSocketAddress) channel.getSession().getIoSession().getRemoteAddress();
        Thread.ofVirtual().name("command of " + who).start(() -> ended.onExit(run(who, source, begun)));
    }

    private int run(Proven who, InetSocketAddress source, Screen begun) {
        try {
            Optional<Person> person = who.now(people);
            if (person.isEmpty()) {
                say(begun, "Your account or this key is not active any more.");
                return REFUSED;
            }
            return runner.run(new Caller(person.get(), who.key(), source, who.byKey()), line, begun);
        } catch (RuntimeException | Error e) {
            // The root of this command's thread.
            LOG.log(Level.SEVERE, "a command failed", e);
            say(begun, "The gateway met an error of its own. Try again, or tell its administrator.");
            return LATER;
        }
    }

    private static void say(Screen screen, String text) {
        try {
            screen.err().write((text + "\n").getBytes(StandardCharsets.UTF_8));
            screen.err().flush();
        } catch (IOException e) {
            LOG.log(Level.FINE, "nobody listens any more", e);
        }
    }

    private static int columns(Environment environment) {
        try {
            return Integer.parseInt(environment.getEnv().getOrDefault(Environment.ENV_COLUMNS, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        Screen open = screen;
        if (open != null) {
            open.leave();
        }
    }
}
