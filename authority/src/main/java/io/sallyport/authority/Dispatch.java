package io.sallyport.authority;

import io.sallyport.authority.keys.CaKeys;
import io.sallyport.authority.keys.KeyVault;
import io.sallyport.wire.Limits;
import io.sallyport.wire.signing.SigningAnswer;
import io.sallyport.wire.signing.SigningRefusal;
import io.sallyport.wire.signing.SigningRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * Everything that can be asked of the process that holds the CA keys, in one table: which message, when, how often, and
 * what answers it. What has no row is refused. Safe for many threads.
 */
final class Dispatch {
    private static final Logger LOG = Logger.getLogger(Dispatch.class.getName());

    private enum When {
        ALWAYS, SEALED, UNSEALED
    }

    private record Row<R extends SigningRequest>(Class<R> message, When when, TokenBucket rate,
            Function<R, SigningAnswer> handler) {}

    private final KeyVault vault;
    private final IssuedJournal journal;
    private final List<Row<?>> table;

    Dispatch(KeyVault vault, IssuedJournal journal, CertificateIssuer issuer, Rates rates,
            LongSupplier nanos) {
        this.vault = vault;
        this.journal = journal;
        var questions = new TokenBucket(Limits.QUESTIONS_PER_MINUTE, Limits.QUESTIONS_PER_MINUTE, nanos);
        var unsealing = new TokenBucket(Limits.UNSEALS_PER_MINUTE, Limits.UNSEALS_BURST, nanos);
        var issuing = new TokenBucket(rates.issuedPerMinute(), rates.issuedBurst(), nanos);
        table = List.of(
                new Row<>(SigningRequest.Status.class, When.ALWAYS, questions, _ -> standing()),
                new Row<>(SigningRequest.Unseal.class, When.SEALED, unsealing, this::unseal),
                new Row<>(SigningRequest.Seal.class, When.UNSEALED, questions, _ -> seal()),
                new Row<>(SigningRequest.TrustKeys.class, When.UNSEALED, questions,
                        _ -> withKeys(this::trust)),
                new Row<>(SigningRequest.IssueUser.class, When.UNSEALED, issuing,
                        asked -> withKeys(keys -> issuer.user(keys, asked))),
                new Row<>(SigningRequest.IssueHost.class, When.UNSEALED, issuing,
                        asked -> withKeys(keys -> issuer.host(keys, asked))));
    }

    /** Answers one request. Blocks for the journal, and for unsealing. */
    SigningAnswer answer(SigningRequest request) {
        for (Row<?> row : table) {
            if (row.message().isInstance(request)) {
                return answer(row, request);
            }
        }
        return refused(SigningRefusal.MALFORMED, "a request that is not in the table");
    }

    private <R extends SigningRequest> SigningAnswer answer(Row<R> row, SigningRequest request) {
        boolean sealed = vault.keys().isEmpty();
        if (row.when() == When.UNSEALED && sealed) {
            return refused(SigningRefusal.SEALED,
                    "the authority is sealed; an administrator has to unseal it");
        }
        if (row.when() == When.SEALED && !sealed) {
            return refused(SigningRefusal.NOT_SEALED, "the authority is not sealed");
        }
        if (!row.rate().tryTake()) {
            LOG.warning("refused: too many of " + row.message().getSimpleName());
            return refused(SigningRefusal.RATE, "too many in a short time; try later");
        }
        return row.handler().apply(row.message().cast(request));
    }

    private SigningAnswer standing() {
        return new SigningAnswer.Standing(vault.keys().isEmpty(), vault.demo());
    }

    private SigningAnswer unseal(SigningRequest.Unseal request) {
        if (!vault.unseal(request.passphrase())) {
            LOG.warning("an attempt to unseal with a wrong passphrase");
            return refused(SigningRefusal.PASSPHRASE, "the passphrase is wrong, or the key file was changed");
        }
        journal.unsealed();
        LOG.info("unsealed");
        return standing();
    }

    private SigningAnswer seal() {
        vault.seal();
        journal.sealed();
        LOG.info("sealed");
        return standing();
    }

    private SigningAnswer trust(CaKeys keys) {
        return new SigningAnswer.Trust(keys.trust());
    }

    /** Somebody may seal between the table's check and here. */
    private SigningAnswer withKeys(Function<CaKeys, SigningAnswer> use) {
        Optional<CaKeys> keys = vault.keys();
        return keys.isPresent()
                ? use.apply(keys.get())
                : refused(SigningRefusal.SEALED,
                        "the authority is sealed; an administrator has to unseal it");
    }

    private static SigningAnswer refused(SigningRefusal reason, String text) {
        return new SigningAnswer.Refused(reason, text);
    }

    /** The messages that have a row, for the test that none is missing. */
    List<Class<?>> messages() {
        return table.stream().<Class<?>>map(Row::message).toList();
    }
}
