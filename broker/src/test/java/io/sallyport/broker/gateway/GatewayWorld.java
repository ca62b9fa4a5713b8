package io.sallyport.broker.gateway;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.authority.Issuance;
import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.door.Doorkeeper;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway that listens, with people in memory and doubles behind it. */
final class GatewayWorld implements AutoCloseable {
    final Path folder;
    final List<Person> people = new CopyOnWriteArrayList<>();
    final List<RegisteredKey> keys = new CopyOnWriteArrayList<>();
    final List<String> elsewhere = new CopyOnWriteArrayList<>();
    final People directory;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    final Doorkeeper doorkeeper;
    final SshGateway gateway;
    final OpenSsh ssh;

    GatewayWorld(Path folder, Opener opener, CommandRunner commands, DoorLimits limits) throws Exception {
        this(folder, null, SecondStep.NONE, opener, commands, limits);
    }

    /** One whose people are somebody else's, with a second step. */
    GatewayWorld(Path folder, @Nullable People others, SecondStep second, Opener opener,
            CommandRunner commands, DoorLimits limits) throws Exception {
        this.folder = folder;
        this.directory = others != null ? others : new People(new PeopleStore() {
            @Override
            public List<Person> people() {
                return List.copyOf(people);
            }

            @Override
            public List<RegisteredKey> keys() {
                return List.copyOf(keys);
            }
        }, InstantSource.system());
        Path hostKey = OpenSsh.key(folder, "host", "ed25519", "");
        SecureRandom random = new SecureRandom();
        doorkeeper = new Doorkeeper(limits, System::nanoTime, random);
        gateway = SshGateway.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                HostIdentity.load(hostKey, List.of("gw"), new NoAuthority(), InstantSource.system()),
                directory, second,
                (person, key, from) -> elsewhere.add(person + " " + key + " " + from.getHostAddress()),
                opener, commands,
                doorkeeper, loops, System::nanoTime, random);
        ssh = new OpenSsh(folder, gateway.port());
    }

    /** Somebody who may sign in with the key in {@code file}. */
    void admit(String name, Path file, Role... roles) throws Exception {
        PersonName person = new PersonName(name);
        SshPublicKey key = SshPublicKey.parseLine(OpenSsh.publicKey(file));
        people.add(
                new Person(person, name, new OrganisationName("acme"), false, Set.of(), Set.of(roles), true));
        keys.add(new RegisteredKey(person, new KeyFingerprint(key.fingerprint()), key.line()));
        directory.refresh();
    }

    /** Runs nothing: says who asked and what for. */
    static CommandRunner echo() {
        return (caller, line, screen) -> {
            try {
                screen.out().write((caller.person().name() + " " + line.orElse("(nothing)") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                return line.filter(text -> text.equals("fail")).isPresent() ? 3 : 0;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
    }

    static List<String> words(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class NoAuthority implements Authority {
        @Override
        public State state() {
            return State.SEALED;
        }

        @Override
        public TrustBundle trust() {
            throw new IllegalStateException("not asked in this test");
        }

        @Override
        public Issuance issueUser(SshPublicKey key, Grant grant, InetAddress source) {
            return new Issuance.Refused("sealed", "sealed");
        }

        @Override
        public Issuance issueHost(SshPublicKey key, List<String> names) {
            return new Issuance.Refused("sealed", "sealed");
        }
    }

}
