package io.sallyport.policies.grant;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rights with single fields changed. Not safe for several threads. */
public final class RightsBuilder {

    private boolean shell;
    private boolean pty;
    private Commands exec;
    private Sftp sftp;
    private Destinations forward;
    private Destinations reverse;
    private boolean agentForwarding;
    private boolean x11;
    private Commands sudo;
    private Recording record;
    private List<Observer> observers;
    private Optional<Duration> idle;
    private int concurrent;

    RightsBuilder(Rights base) {
        shell = base.shell();
        pty = base.pty();
        exec = base.exec();
        sftp = base.sftp();
        forward = base.forward();
        reverse = base.reverse();
        agentForwarding = base.agentForwarding();
        x11 = base.x11();
        sudo = base.sudo();
        record = base.record();
        observers = base.observers();
        idle = base.idle();
        concurrent = base.concurrent();
    }

    public RightsBuilder shell(boolean value) {
        shell = value;
        return this;
    }

    public RightsBuilder pty(boolean value) {
        pty = value;
        return this;
    }

    public RightsBuilder exec(Commands value) {
        exec = value;
        return this;
    }

    public RightsBuilder sftp(Sftp value) {
        sftp = value;
        return this;
    }

    public RightsBuilder forward(Destinations value) {
        forward = value;
        return this;
    }

    public RightsBuilder reverse(Destinations value) {
        reverse = value;
        return this;
    }

    public RightsBuilder agentForwarding(boolean value) {
        agentForwarding = value;
        return this;
    }

    public RightsBuilder x11(boolean value) {
        x11 = value;
        return this;
    }

    public RightsBuilder sudo(Commands value) {
        sudo = value;
        return this;
    }

    public RightsBuilder record(Recording value) {
        record = value;
        return this;
    }

    public RightsBuilder observers(List<Observer> value) {
        observers = value;
        return this;
    }

    public RightsBuilder idle(Optional<Duration> value) {
        idle = value;
        return this;
    }

    public RightsBuilder concurrent(int value) {
        concurrent = value;
        return this;
    }

    /** The rights. @throws IllegalArgumentException when a number is out of bounds */
    public Rights build() {
        return new Rights(shell, pty, exec, sftp, forward, reverse, agentForwarding,
                x11, sudo, record, observers, idle, concurrent);
    }
}
