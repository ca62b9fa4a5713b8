package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed files: what is written is read back, and what was touched is not read at all. */
final class AccountStoreTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final PersonName EMIL = new PersonName("emil");
    private static final Instant AT = Instant.parse("2026-03-03T10:00:00Z");
    private final SecureRandom random = new SecureRandom();
    @TempDir
    Path folder;
    private Path accounts;
    private Path key;
    private AccountStore store;

    @BeforeEach
    void openStore() throws IOException {
        accounts = folder.resolve("accounts");
        key = folder.resolve("accounts.key");
        store = AccountStore.open(accounts, key, random);
    }

    private StoredAccount full(PersonName person) {
        PasswordHash hash = PasswordHash.of(new byte[]{1}, new byte[16], PasswordHash.Cost.STANDARD);
        return new StoredAccount(person, true, Optional.of(AT), true, store.newHandle(), Optional.of(hash),
                Optional.of(new TotpFactor(Secret.of(new byte[20]), 59_000_000, AT)),
                List.of(new Passkey("Y3JlZA", "ZGF0YQ", 7, true, false, "phone", AT, Optional.of(AT))),
                List.of(RecoveryCodes.hash("abcd")), Optional.of(new Profile("Eva Engineer",
                        Optional.of("eva@acme.example"), new OrganisationName("acme"),
                        Set.of(new GroupName("acme/ops")))));
    }

    private void put(StoredAccount account) {
        store.<Boolean>change(account.person(), _ -> AccountStore.Changed.to(account, true));
    }

    private Path file(PersonName person) {
        return accounts.resolve(person + ".account");
    }

    @Test
    void whatIsWrittenIsReadBackAlsoByTheNextOne() throws IOException {
        StoredAccount full = full(EVA);
        StoredAccount bare = StoredAccount.empty(EMIL, store.newHandle());
        put(full);
        put(bare);
        AccountStore next = AccountStore.open(accounts, key, random);
        assertEquals(Optional.of(full), next.find(EVA));
        assertEquals(Optional.of(bare), next.find(EMIL));
        assertEquals(Optional.of(EVA), next.byHandle(full.handle()));
        assertEquals(List.of(EMIL, EVA), next.persons());
        assertEquals(Optional.empty(), next.find(new PersonName("otto")));
    }

    @Test
    void nothingOfAnAccountStandsInItsFile() throws IOException {
        put(full(EVA));
        String text = Files.readString(file(EVA), StandardCharsets.ISO_8859_1);
        String bytes = new String(Base64.getDecoder().decode(text.lines().toList().get(1)),
                StandardCharsets.ISO_8859_1);
        for (String word : new String[]{"eva", "argon2", "totp", "acme", "secret"}) {
            assertFalse(text.contains(word) || bytes.contains(word), word);
        }
    }

    @Test
    void filesAndKeyAreForTheirOwnerAlone() throws IOException {
        put(full(EVA));
        for (Path path : List.of(file(EVA), key)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        Files.setPosixFilePermissions(file(EVA), PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(AccountStoreException.class, () -> store.find(EVA));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(IOException.class, () -> AccountStore.open(accounts, key, random));
    }

    @Test
    void eachByteThatWasChangedIsNoticed() throws IOException {
        put(full(EVA));
        List<String> lines = Files.readAllLines(file(EVA));
        byte[] sealed = Base64.getDecoder().decode(lines.get(1));
        for (int at = 0; at < sealed.length; at += 13) {
            byte[] bad = sealed.clone();
            bad[at] ^= 1;
            Files.writeString(file(EVA),
                    lines.getFirst() + "\n" + Base64.getEncoder().encodeToString(bad) + "\n");
            assertThrows(AccountStoreException.class, () -> store.find(EVA));
        }
    }

    @Test
    void aFileThatIsCutOrStrangeIsNotRead() throws IOException {
        put(full(EVA));
        String good = Files.readString(file(EVA));
        for (String bad : new String[]{"", "\n", good.substring(0, good.length() - 1), good + "\n",
                good.substring(0, 60), good.replace("account/1", "account/2"), "sallyport-account/1\n!!\n",
                "sallyport-account/1\n\n"}) {
            Files.writeString(file(EVA), bad);
            assertThrows(AccountStoreException.class, () -> store.find(EVA), bad);
        }
        Files.writeString(file(EVA), good);
        assertTrue(store.find(EVA).isPresent());
    }

    @Test
    void theFileOfAnotherPersonIsNotReadUnderThisName() throws IOException {
        put(full(EVA));
        Files.copy(file(EVA), file(EMIL));
        Files.setPosixFilePermissions(file(EMIL), PosixFilePermissions.fromString("rw-------"));
        AccountStoreException no = assertThrows(AccountStoreException.class, () -> store.find(EMIL));
        assertTrue(String.valueOf(no.getMessage()).contains("another account"), no.getMessage());
    }

    @Test
    void withoutItsKeyTheFolderIsNotOpened() throws IOException {
        put(full(EVA));
        Files.delete(key);
        IOException no = assertThrows(IOException.class, () -> AccountStore.open(accounts, key, random));
        assertTrue(String.valueOf(no.getMessage()).contains("backup"), no.getMessage());
        assertFalse(Files.exists(key), "a new key would make the loss look like a new start");
    }

    @Test
    void withAnotherKeyNobodyComesIn() throws IOException {
        put(full(EVA));
        Files.writeString(key, "0".repeat(64) + "\n");
        AccountStore other = AccountStore.open(accounts, key, random);
        assertThrows(AccountStoreException.class, () -> other.find(EVA));
        assertFalse(other.any());
    }

    @Test
    void oneBadFileKeepsNobodyElseOut() throws IOException {
        put(full(EVA));
        put(StoredAccount.empty(EMIL, store.newHandle()));
        Files.writeString(file(EVA), "no");
        AccountStore next = AccountStore.open(accounts, key, random);
        assertTrue(next.find(EMIL).isPresent());
        assertThrows(AccountStoreException.class, () -> next.find(EVA));
    }

    @Test
    void changesOfOneAccountSeeEachOther() throws InterruptedException {
        put(StoredAccount.empty(EVA, store.newHandle()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 24; i++) {
                String hash = "%064x".formatted(i);
                threads.execute(() -> store.<Boolean>change(EVA, account -> {
                    List<String> more = new java.util.ArrayList<>(account.orElseThrow().recovery());
                    more.add(hash);
                    return AccountStore.Changed.to(account.orElseThrow().withRecovery(more), true);
                }));
            }
        }
        assertEquals(24, store.find(EVA).orElseThrow().recovery().size());
    }

    @Test
    void whatFailsChangesNothing() {
        StoredAccount before = full(EVA);
        put(before);
        assertThrows(IllegalStateException.class, () -> store.change(EVA, _ -> {
            throw new IllegalStateException("no");
        }));
        assertEquals(Optional.of(before), store.find(EVA));
    }
}
