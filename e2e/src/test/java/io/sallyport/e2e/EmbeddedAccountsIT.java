package io.sallyport.e2e;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.identity.Accounts;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.SqlPeople;
import io.sallyport.broker.store.SqlProjection;
import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.LogKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by the accounts that a broker has of its own: sealed files, a journal, and nobody in the directory file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedAccountsIT extends AccountsContract {
    private final Journal journal;
    private final Database database = Database.memory("embedded-accounts");
    private final Accounts accounts;

    EmbeddedAccountsIT(@TempDir Path folder) throws IOException {
        SecureRandom random = new SecureRandom();
        InstantSource time = InstantSource.system();
        LogKey key = LogKey.loadOrCreate(folder.resolve("journal.key"), random);
        journal = Journal.open(Files.createDirectories(folder.resolve("journal")), key, time, random);
        AuditTrail trail = new AuditTrail(journal, key.publicHex(), new SqlProjection(database), new Feed(),
                time);
        accounts = EmbeddedAccounts.open(new EmbeddedAccounts.Parts(folder.resolve("accounts"),
                folder.resolve("accounts.key"), trail, new People(new SqlPeople(database), time), _ -> {
                }, "gw.test", () -> URI.create("https://gw.test"), time, System::nanoTime, random));
    }

    @AfterAll
    void close() {
        journal.close();
        database.close();
    }

    @Override
    Accounts accounts() {
        return accounts;
    }
}
