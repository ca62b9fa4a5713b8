package io.sallyport.authority;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** Who may ask: our own user and root, as the kernel says (SO_PEERCRED), whatever the modes of files came to be. */
final class Peers {
    private final UserPrincipal self;
    private final Optional<UserPrincipal> root;

    private Peers(UserPrincipal self, Optional<UserPrincipal> root) {
        this.self = self;
        this.root = root;
    }

    /** @param ours a file this process has made, which tells who we are */
    static Peers likeOwnerOf(Path ours) throws IOException {
        return new Peers(Files.getOwner(ours), root());
    }

    private static Optional<UserPrincipal> root() throws IOException {
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("root"));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }

    boolean admits(SocketChannel peer) throws IOException {
        return admits(peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
    }

    boolean admits(UserPrincipal user) {
        return user.equals(self) || root.filter(user::equals).isPresent();
    }
}
