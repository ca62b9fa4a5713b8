package io.sallyport.broker.audit;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events as canonical JSON (docs/formats/events.md): {@code type}, then a field for each component in snake case; an absent
 * optional has no field. One event has exactly one form, and every other is refused. Safe for many threads.
 */
public final class EventCodec {
    /** The largest event: a request with its draft, its grant and the decision, each with the same lists of up to 48 KiB. */
    static final int LIMIT = 256 * 1024;
    private static final int DEPTH = 12;

    private record Field(String name, boolean optional, Shape shape, RecordComponent component) {}

    private record Form(String type, Class<?> of, List<Field> fields, Set<String> names) {}

    private static final Map<String, Form> BY_TYPE = new HashMap<>();
    private static final Map<Class<?>, Form> BY_CLASS = new HashMap<>();

    // The names are stored in journals for ever. They stand here and not in the class names, which may
    // be changed.
    static {
        register("organisation-added", DirectoryEvent.OrganisationAdded.class);
        register("organisation-changed", DirectoryEvent.OrganisationChanged.class);
        register("organisation-removed", DirectoryEvent.OrganisationRemoved.class);
        register("person-added", DirectoryEvent.PersonAdded.class);
        register("person-changed", DirectoryEvent.PersonChanged.class);
        register("person-removed", DirectoryEvent.PersonRemoved.class);
        register("service-declared", DirectoryEvent.ServiceDeclared.class);
        register("person-held", DirectoryEvent.PersonHeld.class);
        register("person-released", DirectoryEvent.PersonReleased.class);
        register("key-used", DirectoryEvent.KeyUsed.class);
        register("key-registered", DirectoryEvent.KeyRegistered.class);
        register("key-removed", DirectoryEvent.KeyRemoved.class);
        register("engagement-added", DirectoryEvent.EngagementAdded.class);
        register("engagement-changed", DirectoryEvent.EngagementChanged.class);
        register("engagement-removed", DirectoryEvent.EngagementRemoved.class);
        register("target-added", DirectoryEvent.TargetAdded.class);
        register("target-changed", DirectoryEvent.TargetChanged.class);
        register("target-removed", DirectoryEvent.TargetRemoved.class);
        register("join-token-issued", AgentEvent.JoinTokenIssued.class);
        register("agent-enrolled", AgentEvent.AgentEnrolled.class);
        register("agent-retired", AgentEvent.AgentRetired.class);
        register("request-filed", RequestEvent.RequestFiled.class);
        register("request-refused", RequestEvent.RequestRefused.class);
        register("request-approved", RequestEvent.RequestApproved.class);
        register("request-denied", RequestEvent.RequestDenied.class);
        register("request-cancelled", RequestEvent.RequestCancelled.class);
        register("request-expired", RequestEvent.RequestExpired.class);
        register("request-voided", RequestEvent.RequestVoided.class);
        register("grant-revoked", RequestEvent.GrantRevoked.class);
        register("review-given", ReviewEvent.ReviewGiven.class);
        register("review-completed", ReviewEvent.ReviewCompleted.class);
        register("review-overdue", ReviewEvent.ReviewOverdue.class);
        register("session-opening", SessionEvent.SessionOpening.class);
        register("session-began", SessionEvent.SessionBegan.class);
        register("session-end-ordered", SessionEvent.SessionEndOrdered.class);
        register("session-reevaluated", SessionEvent.SessionReevaluated.class);
        register("session-narrowed", SessionEvent.SessionNarrowed.class);
        register("session-ended", SessionEvent.SessionEnded.class);
        register("session-noted", SessionEvent.SessionNoted.class);
        register("recording-completed", RecordingEvent.RecordingCompleted.class);
        register("recording-damaged", RecordingEvent.RecordingDamaged.class);
        register("recording-viewed", RecordingEvent.RecordingViewed.class);
        register("broker-started", BrokerEvent.BrokerStarted.class);
        register("broker-stopped", BrokerEvent.BrokerStopped.class);
        register("policy-activated", BrokerEvent.PolicyActivated.class);
        register("policy-proposed", BrokerEvent.PolicyProposed.class);
        register("policy-proposal-ended", BrokerEvent.PolicyProposalEnded.class);
        register("policy-folder-refused", BrokerEvent.PolicyFolderRefused.class);
        register("console-signed-in", BrokerEvent.ConsoleSignedIn.class);
        register("sign-in-ended", BrokerEvent.SignInEnded.class);
        register("maintenance-declared", MaintenanceEvent.MaintenanceDeclared.class);
        register("maintenance-ended", MaintenanceEvent.MaintenanceEnded.class);
        register("invitation-made", ProviderEvent.InvitationMade.class);
        register("invitation-confirmed", ProviderEvent.InvitationConfirmed.class);
        register("invitation-linked", ProviderEvent.InvitationLinked.class);
        register("invitation-closed", ProviderEvent.InvitationClosed.class);
        register("invitation-accepted", ProviderEvent.InvitationAccepted.class);
        register("roster-confirmed", ProviderEvent.RosterConfirmed.class);
        register("ticket-changed", TicketEvent.TicketChanged.class);
        register("token-made", TokenEvent.TokenMade.class);
        register("token-revoked", TokenEvent.TokenRevoked.class);
        register("step-up-confirmed", StepUpEvent.StepUpConfirmed.class);
        register("step-up-denied", StepUpEvent.StepUpDenied.class);
        register("step-up-failed", StepUpEvent.StepUpFailed.class);
        register("key-ending", DirectoryEvent.KeyEnding.class);
        register("key-proposed", KeyEvent.KeyProposed.class);
        register("key-proposal-ended", KeyEvent.KeyProposalEnded.class);
        register("dormancy-warned", KeyEvent.DormancyWarned.class);
        register("key-elsewhere", KeyEvent.KeyElsewhere.class);
        register("organisation-held", DirectoryEvent.OrganisationHeld.class);
        register("organisation-released", DirectoryEvent.OrganisationReleased.class);
        register("engagement-ended", DirectoryEvent.EngagementEnded.class);
        register("engagement-resumed", DirectoryEvent.EngagementResumed.class);
        register("departure-ordered", DepartureEvent.DepartureOrdered.class);
        register("departure-listed", DepartureEvent.DepartureListed.class);
        register("departure-account", DepartureEvent.DepartureAccount.class);
        register("departure-completed", DepartureEvent.DepartureCompleted.class);
        register("departure-undone", DepartureEvent.DepartureUndone.class);
        register("account-made", AccountEvent.AccountMade.class);
        register("account-opened", AccountEvent.AccountOpened.class);
        register("account-reset", AccountEvent.AccountReset.class);
        register("account-disabled", AccountEvent.AccountDisabled.class);
        register("account-enabled", AccountEvent.AccountEnabled.class);
        register("factor-added", AccountEvent.FactorAdded.class);
        register("factor-removed", AccountEvent.FactorRemoved.class);
        register("password-changed", AccountEvent.PasswordChanged.class);
        register("recovery-codes-made", AccountEvent.RecoveryCodesMade.class);
        register("recovery-code-used", AccountEvent.RecoveryCodeUsed.class);
        register("sign-in-braked", AccountEvent.SignInBraked.class);
    }

    private EventCodec() {}

    /** Every type there is. */
    static Set<String> types() {
        return BY_TYPE.keySet();
    }

    static Class<?> classOf(String type) {
        return form(type).of;
    }

    /** The stored name of an event's type, for example {@code request-filed}. */
    public static String type(Event event) {
        return form(event).type;
    }

    /** As an object, for people and programs that read it. */
    public static Json.Obj json(Event event) {
        Form form = form(event);
        JsonBuilder json = Json.object().put("type", form.type);
        for (Field field : form.fields) {
            Object value = value(field.component, event);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> json.put(field.name, field.shape.write(present)));
            } else {
                json.put(field.name, field.shape.write(value));
            }
        }
        return json.build();
    }

    /** The one form of this event. */
    public static byte[] encode(Event event) {
        byte[] bytes = json(event).canonical();
        if (bytes.length > LIMIT) {
            throw new IllegalArgumentException("an event of " + bytes.length + " bytes");
        }
        return bytes;
    }

    /** Throws {@link EventFormatException}: unknown type or field, missing or ill-formed value, or not the canonical form. */
    public static Event decode(byte[] bytes) throws EventFormatException {
        try {
            Json.Obj json = JsonParser.parseObject(bytes, LIMIT, DEPTH);
            Form form = BY_TYPE.get(json.string("type"));
            if (form == null) {
                throw new EventFormatException("unknown type");
            }
            Event event = (Event) Shape.construct(form.of, values(form, json.onlyFields(form.names)));
            if (!Arrays.equals(encode(event), bytes)) {
                throw new EventFormatException("not the canonical form");
            }
            return event;
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw new EventFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Object[] values(Form form, Json.Obj json) {
        List<Object> values = new ArrayList<>();
        for (Field field : form.fields) {
            Optional<Object> value = Optional.ofNullable(json.fields().get(field.name))
                    .map(field.shape::read);
            if (field.optional) {
                values.add(value);
            } else {
                values.add(value
                        .orElseThrow(() -> new JsonFormatException("field '" + field.name + "' is missing")));
            }
        }
        return values.toArray();
    }

    private static Form form(Event event) {
        Form form = BY_CLASS.get(event.getClass());
        if (form == null) {
            throw new IllegalStateException(
                    "an event without a stored name: " + event.getClass().getSimpleName());
        }
        return form;
    }

    private static Form form(String type) {
        Form form = BY_TYPE.get(type);
        if (form == null) {
            throw new IllegalArgumentException("no such type");
        }
        return form;
    }

    private static void register(String type, Class<? extends Event> of) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(Set.of("type"));
        for (RecordComponent component : of.getRecordComponents()) {
            Optional<Type> inner = Shape.optional(component.getGenericType());
            String name = snakeCase(component.getName());
            fields.add(new Field(name, inner.isPresent(), Shape.of(inner.orElse(component.getGenericType())),
                    component));
            names.add(name);
        }
        Form form = new Form(type, of, List.copyOf(fields), Set.copyOf(names));
        BY_TYPE.put(type, form);
        BY_CLASS.put(of, form);
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Object value(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("events are public records", e);
        }
    }
}
