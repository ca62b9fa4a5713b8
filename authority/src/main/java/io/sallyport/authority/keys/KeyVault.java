package io.sallyport.authority.keys;

import io.sallyport.wire.Secret;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Holds the keys while they are usable. Begins sealed. Safe for many threads. */
public final class KeyVault {
    private final KeyFile file;
    /** One derivation at a time: each takes tens of megabytes. */
    private final ReentrantLock unsealing = new ReentrantLock();
    private volatile @Nullable CaKeys keys;

    public KeyVault(KeyFile file) {
        this.file = file;
    }

    /** The keys, or empty while sealed. Whoever takes them uses them for one answer and does not keep them. */
    public Optional<CaKeys> keys() {
        return Optional.ofNullable(keys);
    }

    public boolean demo() {
        return file.demo();
    }

    /** Whether the passphrase was right; if so, the keys are usable. Wipes the passphrase. Blocks for a second or so. */
    public boolean unseal(Secret passphrase) {
        unsealing.lock();
        try {
            Optional<CaKeys> opened = file.unseal(passphrase);
            opened.ifPresent(found -> keys = found);
            return opened.isPresent();
        } finally {
            passphrase.wipe();
            unsealing.unlock();
        }
    }

    /** Makes the keys unusable until the next unsealing. */
    public void seal() {
        keys = null;
    }
}
