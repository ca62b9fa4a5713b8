package io.sallyport.authority;

import io.sallyport.authority.keys.KeyFile;
import io.sallyport.authority.keys.KeyVault;
import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import io.sallyport.wire.Secret;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The running authority: wires its parts, and closes them in reverse order. */
final class Authority implements AutoCloseable {
    private final Journal journal;
    private final SigningServer server;

    private Authority(Journal journal, SigningServer server) {
        this.journal = journal;
        this.server = server;
    }

    /** What a process gives the authority besides its folder. {@code nanos} is monotonic. */
    record Surroundings(InstantSource time, LongSupplier nanos, SecureRandom random) {}

    /**
     * Listens when this returns; unsealed if a passphrase is given, which is then wiped.
     * @throws WrongPassphraseException the passphrase does not open the key file
     * @throws IOException a file is missing, damaged or open to others
     */
    static Authority start(AuthorityFolder folder, Rates rates, Optional<Secret> passphrase,
            Surroundings around)
            throws IOException, WrongPassphraseException {
        OwnFiles.requireFolder(folder.path());
        KeyVault vault = new KeyVault(KeyFile.read(folder.keys()));
        boolean unsealed = passphrase.isPresent();
        if (unsealed && !vault.unseal(passphrase.get())) {
            throw new WrongPassphraseException();
        }
        LogKey key = LogKey.loadOrCreate(folder.journalKey(), around.random());
        Journal journal = Journal.open(folder.issued(), key, around.time(), around.random());
        try {
            var issued = new IssuedJournal(journal, around.time());
            if (unsealed) {
                issued.unsealed();
            }
            var issuer = new CertificateIssuer(issued, around.time(), around.random());
            var dispatch = new Dispatch(vault, issued, issuer, rates, around.nanos());
            return new Authority(journal, SigningServer.listen(folder.socket(), dispatch));
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (journal) {
            server.close();
        }
    }
}
