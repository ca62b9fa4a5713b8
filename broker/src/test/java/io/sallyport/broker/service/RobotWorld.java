package io.sallyport.broker.service;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.PersonName;
import java.net.InetAddress;
import java.nio.file.Path;

/** A world with an administrator, a manager of Acme, and one account for automation of the directory file. */
final class RobotWorld implements AutoCloseable {
    static final InetAddress INSIDE = InetAddress.ofLiteral("203.0.113.9");
    static final InetAddress OUTSIDE = InetAddress.ofLiteral("198.51.100.7");
    final World world;

    RobotWorld(Path folder) {
        this.world = World.in(folder);
        adopt(directory());
    }

    /** With an account that ends with the day, in UTC. */
    static String directory(String until) {
        return World.text().replace("engagements:\n", """
                  - { name: ines, full_name: Ines Insider, organisation: example, roles: [administrator], keys: ["%s"] }
                  - { name: mona, full_name: Mona Manager, organisation: acme, roles: [manager], keys: ["%s"] }
                  - { name: robot, kind: service, owner: mona, until: %s, networks: [203.0.113.0/24], organisation: acme, groups: [acme/quick], roles: [engineer], keys: ["%s"] }
                engagements:
                """
                .formatted(World.key(21), World.key(22), until, World.key(23)));
    }

    static String directory() {
        return directory("2026-03-20");
    }

    void adopt(String text) {
        world.adopt(text);
    }

    Services services() {
        return world.domain.services();
    }

    Person robot() {
        return world.person("robot");
    }

    boolean active(String name) {
        return world.domain.people().active(new PersonName(name)).isPresent();
    }

    @Override
    public void close() {
        world.close();
    }
}
