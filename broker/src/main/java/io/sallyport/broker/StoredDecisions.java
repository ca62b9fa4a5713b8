package io.sallyport.broker;

import io.sallyport.broker.request.DecisionStore;
import io.sallyport.broker.request.StoredDecision;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What a running broker has decided, read from it in pages; one page is in memory at a time. Blocking; not safe for many threads. */
final class StoredDecisions {
    private final Path socket;
    private final long total;
    private final String inForce;
    private DecisionPage page;

    private StoredDecisions(Path socket, DecisionPage first) {
        this.socket = socket;
        this.page = first;
        this.total = first.total().orElse(0L);
        this.inForce = first.inForce();
    }

    /**
     * Those that are not older, as of now.
     *
     * @throws IOException the broker does not answer, or not with decisions
     */
    static StoredDecisions since(Path socket, Instant since) throws IOException {
        return new StoredDecisions(socket,
                ask(socket, new DecisionPage.Question(DecisionStore.After.since(since), Optional.empty())));
    }

    private static DecisionPage ask(Path socket, DecisionPage.Question question) throws IOException {
        Json.Obj answer = AdminSocket.ask(socket, question.json());
        try {
            if (!answer.bool("ok")) {
                throw new IOException(String.join("; ", answer.strings("lines")));
            }
            return DecisionPage.parse(answer);
        } catch (JsonFormatException e) {
            throw new IOException("the broker's answer can't be read", e);
        }
    }

    /** How many there are. */
    long total() {
        return total;
    }

    /** Hash of the policy in force at the beginning. */
    String inForce() {
        return inForce;
    }

    /** False when another policy came into force while they were read. */
    boolean sameInForce() {
        return page.inForce().equals(inForce);
    }

    /** Hands out each of them once, oldest first. @throws IOException the broker does not answer any more */
    void forEach(Consumer<StoredDecision> reader) throws IOException {
        while (!page.decisions().isEmpty()) {
            page.decisions().forEach(reader);
            StoredDecision last = page.decisions().getLast();
            page = ask(socket, new DecisionPage.Question(new DecisionStore.After(last.at(), last.event()),
                    Optional.of(page.until())));
        }
    }
}
