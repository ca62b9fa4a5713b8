package io.sallyport.authority;

import java.nio.file.Path;

/** Where the authority's files are. */
record AuthorityFolder(Path path) {

    /** The sealed CA keys. */
    Path keys() {
        return path.resolve("authority.keys");
    }

    /** The unix socket the broker asks at. */
    Path socket() {
        return path.resolve("authority.sock");
    }

    /** The journal of what was issued. */
    Path issued() {
        return path.resolve("issued");
    }

    /** The key that signs the journal's checkpoints; no CA key. */
    Path journalKey() {
        return path.resolve("journal.key");
    }
}
