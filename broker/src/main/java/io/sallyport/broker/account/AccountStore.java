package io.sallyport.broker.account;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.wire.Secret;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.AEADBadTagException;

/**
 * Keeps accounts, each in a sealed file of its own (docs/formats/accounts.md). The journal knows none of it and can't bring it
 * back: it belongs into the backup. Changes are written before anybody acts on them. Blocking; safe for many threads.
 */
final class AccountStore {
    private static final Logger LOG = Logger.getLogger(AccountStore.class.getName());
    static final String FORMAT = "sallyport-account/1";
    private static final String ENDING = ".account";
    /** Bytes of a file: base64 of the largest account, and its first line. */
    private static final int FILE_LIMIT = 2 * AccountCodec.LIMIT;
    private static final int STRIPES = 64;

    private final Path folder;
    private final Seal seal;
    private final SecureRandom random;
    // Two changes of one account must not read the same state: a code would be good twice.
    private final List<ReentrantLock> locks;
    // Handles in hex. They never change, and an account is never removed.
    private final Map<String, PersonName> byHandle = new ConcurrentHashMap<>();

    private AccountStore(Path folder, Seal seal, SecureRandom random) {
        this.folder = folder;
        this.seal = seal;
        this.random = random;
        List<ReentrantLock> made = new ArrayList<>();
        for (int i = 0; i < STRIPES; i++) {
            made.add(new ReentrantLock());
        }
        this.locks = List.copyOf(made);
    }

    /**
     * Opens the folder, which is made if it is missing, with the key in {@code key}, which is made if there is no account yet.
     *
     * @throws IOException folder or key can't be used
     */
    static AccountStore open(Path folder, Path key, SecureRandom random) throws IOException {
        OwnFiles.requireFolder(folder);
        boolean fresh;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            fresh = !files.iterator().hasNext();
        }
        AccountStore store = new AccountStore(folder, Seal.withKeyIn(key, fresh, random), random);
        store.persons().forEach(store::index);
        return store;
    }

    // One bad file must not keep everybody out; its owner stays out.
    private void index(PersonName person) {
        try {
            find(person).ifPresent(account -> byHandle.put(hex(account.handle()), person));
        } catch (AccountStoreException e) {
            LOG.log(Level.SEVERE, "an account can't be used", e);
        }
    }

    /** Whose passkeys carry this user handle. */
    Optional<PersonName> byHandle(Secret handle) {
        return Optional.ofNullable(byHandle.get(hex(handle)));
    }

    /** True when there is any account that could be read. */
    boolean any() {
        return !byHandle.isEmpty();
    }

    /** Every person with an account, whether it can be read or not. */
    List<PersonName> persons() {
        List<PersonName> persons = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                PersonName.parse(name.substring(0, name.length() - ENDING.length())).ifPresent(persons::add);
            }
        } catch (IOException e) {
            throw new AccountStoreException(folder + " can't be read", e);
        }
        return persons.stream().sorted().toList();
    }

    /** The account as it is now; empty: there is none. @throws AccountStoreException there is one that can't be read */
    Optional<StoredAccount> find(PersonName person) {
        Path file = file(person);
        return Files.notExists(file) ? Optional.empty() : Optional.of(read(file, person));
    }

    /** What a change came to: an answer, and the account it leaves; empty leaves it as it is. */
    record Changed<T>(T answer, Optional<StoredAccount> account) {
        static <T> Changed<T> to(StoredAccount account, T answer) {
            return new Changed<>(answer, Optional.of(account));
        }

        static <T> Changed<T> nothing(T answer) {
            return new Changed<>(answer, Optional.empty());
        }
    }

    /**
     * Changes one account, alone: {@code change} sees it as it is, and when this returns what it made of it is on disk.
     *
     * @throws AccountStoreException it can't be read or written; it is then as it was
     */
    <T> T change(PersonName person, Function<Optional<StoredAccount>, Changed<T>> change) {
        ReentrantLock lock = locks.get(Math.floorMod(person.hashCode(), STRIPES));
        lock.lock();
        try {
            Changed<T> changed = change.apply(find(person));
            changed.account().ifPresent(this::write);
            return changed.answer();
        } finally {
            lock.unlock();
        }
    }

    /** A user handle nobody has. */
    Secret newHandle() {
        byte[] handle = new byte[StoredAccount.HANDLE_BYTES];
        random.nextBytes(handle);
        return Secret.of(handle);
    }

    private void write(StoredAccount account) {
        byte[] plain = AccountCodec.encode(account);
        Path file = file(account.person());
        try {
            String text = FORMAT + "\n"
                    + Base64.getEncoder().encodeToString(seal.seal(plain, purpose(account.person()))) + "\n";
            OwnFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
            byHandle.put(hex(account.handle()), account.person());
        } catch (IOException e) {
            throw new AccountStoreException(file + " can't be written", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private StoredAccount read(Path file, PersonName person) {
        try {
            String text = new String(OwnFiles.readSecret(file, FILE_LIMIT), StandardCharsets.US_ASCII);
            String[] lines = text.split("\n", -1);
            if (lines.length != 3 || !lines[0].equals(FORMAT) || !lines[2].isEmpty()) {
                throw new AccountStoreException(file + " is not of the format " + FORMAT);
            }
            byte[] plain = seal.open(Base64.getDecoder().decode(lines[1]), purpose(person));
            StoredAccount account = AccountCodec.decode(plain);
            Arrays.fill(plain, (byte) 0);
            if (!account.person().equals(person)) {
                throw new AccountStoreException(file + " holds another person's account");
            }
            return account;
        } catch (AEADBadTagException e) {
            throw new AccountStoreException(
                    file + " was changed, cut, or sealed with another key or for another account", e);
        } catch (IOException | IllegalArgumentException | JsonFormatException e) {
            throw new AccountStoreException(file + " can't be read", e);
        }
    }

    private static String hex(Secret handle) {
        return HexFormat.of().formatHex(handle.bytes());
    }

    private static String purpose(PersonName person) {
        return FORMAT + "\n" + person.value();
    }

    private Path file(PersonName person) {
        return folder.resolve(person.value() + ENDING);
    }
}
