package io.sallyport.broker.departure;

import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.util.List;
import java.util.Optional;

/**
 * Who may see which off-boarding and its proof: auditors, administrators of the company and the operator all of them, sponsors those of their
 * engagements, of the providers of these, and of these providers' people. Blocking; safe for many threads.
 */
public final class DepartureViews {
    private static final int DEPTH = 12;

    private final DepartureStore store;
    private final Proof proof;
    private final ProofShelf shelf;
    private final People people;
    private final Engagements engagements;

    DepartureViews(DepartureStore store, Proof proof, ProofShelf shelf, People people,
            Engagements engagements) {
        this.store = store;
        this.proof = proof;
        this.shelf = shelf;
        this.people = people;
        this.engagements = engagements;
    }

    /** The newest that this viewer may see, newest first. */
    public List<Departure> newest(Orderer viewer, int limit) {
        return store.newest(limit).stream().filter(each -> sees(viewer, each)).toList();
    }

    /** Absent and hidden look the same. */
    public Optional<Departure> departure(Orderer viewer, String id) {
        return DepartureId.parse(id).flatMap(store::departure).filter(each -> sees(viewer, each));
    }

    /** The proof document of a departure. */
    public sealed interface Document {
        /** Finished: exactly the bytes whose SHA-256 the journal holds. */
        final class Finished implements Document {
            private final byte[] bytes;

            Finished(byte[] bytes) {
                this.bytes = bytes;
            }

            public byte[] bytes() {
                return bytes.clone();
            }
        }

        /** As far as it is by now. */
        record Unfinished(Json.Obj document) implements Document {}

        /** It is finished, but the file that is kept is missing or is not what the journal says it is. */
        record Lost() implements Document {}

        /** What it says; empty: it is lost. */
        default Optional<Json.Obj> json() {
            return switch (this) {
                case Finished done ->
                    Optional.of(JsonParser.parseObject(done.bytes(), ProofShelf.MOST, DEPTH));
                case Unfinished(Json.Obj so) -> Optional.of(so);
                case Lost() -> Optional.empty();
            };
        }
    }

    /** {@code departure}: as {@link #departure} gave it. */
    public Document document(Departure departure) {
        return departure.completion()
                .<Document>map(done -> shelf.document(departure.id(), done.proof())
                        .<Document>map(Document.Finished::new).orElseGet(Document.Lost::new))
                .orElseGet(() -> new Document.Unfinished(proof.unfinished(departure)));
    }

    private boolean sees(Orderer viewer, Departure departure) {
        if (viewer.person().isEmpty()) {
            return true;
        }
        Optional<Person> person = viewer.person().flatMap(people::byName).filter(Person::enabled);
        return person.filter(each -> each.is(Role.AUDITOR) || administers(each)).isPresent()
                || person.filter(Person::internal).filter(each -> sponsors(each, departure)).isPresent();
    }

    private boolean sponsors(Person person, Departure departure) {
        List<OrganisationName> theirs = engagements.all().stream()
                .filter(each -> each.sponsor().equals(person.name())).map(each -> each.provider()).toList();
        return switch (departure.kind()) {
            case ENGAGEMENT -> engagements.byId(departure.subject())
                    .filter(each -> each.sponsor().equals(person.name())).isPresent();
            case PROVIDER -> theirs.stream().anyMatch(each -> each.value().equals(departure.subject()));
            case PERSON -> departure.leavers().stream().map(Leaver::organisation).anyMatch(theirs::contains);
        };
    }

    /** True for administrators of the company and for the sponsor of an engagement of this person's provider. */
    public boolean answersFor(Person viewer, PersonName person) {
        return administers(viewer) || (viewer.internal() && people.byName(person)
                .filter(each -> engagements.all().stream()
                        .anyMatch(engagement -> engagement.sponsor().equals(viewer.name())
                                && engagement.provider().equals(each.organisation())))
                .isPresent());
    }

    static boolean administers(Person person) {
        return person.internal() && person.is(Role.ADMINISTRATOR);
    }
}
