package io.sallyport.broker.console;

import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.service.ServiceChange;
import io.sallyport.broker.service.ServiceForm;
import io.sallyport.broker.service.ServiceOutcome;
import io.sallyport.broker.service.ServiceSheet;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Accounts for automation over REST. */
final class ApiServices {
    private static final String HOME = "/api/v1/service-accounts";
    /** A title as it is sent: twice what the desk takes. */
    private static final int TITLE = 400;

    private final ServiceBook book;
    private final InstantSource time;

    ApiServices(ServiceBook book, InstantSource time) {
        this.book = book;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(HOME, Access.SIGNED_IN, this::list),
                Endpoint.get(HOME + "/:name", Access.SIGNED_IN,
                        call -> seen(call, sheet -> Reply.data(sheet.json()))),
                Endpoint.post(HOME, Access.SIGNED_IN, this::declare),
                Endpoint.post(HOME + "/:name/change", Access.SIGNED_IN,
                        call -> seen(call, sheet -> change(call, sheet))),
                Endpoint.post(HOME + "/:name/keys", Access.SIGNED_IN,
                        call -> seen(call, sheet -> addKey(call, sheet))),
                Endpoint.post(HOME + "/:name/keys/end", Access.SIGNED_IN,
                        call -> seen(call, sheet -> endKey(call, sheet))));
    }

    private Reply list(Call call) {
        return Reply.data(Json.object().put("serviceAccounts", Json.array(book.all(call.caller().person())
                .stream().map(ServiceSheet::json).toList())).build());
    }

    private Reply seen(Call call, Function<ServiceSheet, Reply> then) {
        return PersonName.parse(call.part("name"))
                .flatMap(name -> book.sheet(call.caller().person(), name)).map(then)
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply declare(Call call) {
        Json.Obj body = call.json().onlyFields("account", "title", "organisation", "owner", "until",
                "networks", "groups");
        PersonName name = ServiceRead.person("account", body.string("account"));
        ServiceAccount account = new ServiceAccount(ServiceRead.person("owner", body.string("owner")),
                Read.instant("until", body.string("until")),
                ServiceRead.networks(body.strings("networks")));
        return said(call, 201, book.add(call.caller().person(), new ServiceForm(name,
                body.optionalString("title").map(text -> Read.text("title", text, TITLE))
                        .orElse(name.value()),
                Read.organisation("organisation", body.string("organisation")), account,
                groups(body).orElse(Set.of()))));
    }

    private Reply change(Call call, ServiceSheet sheet) {
        Json.Obj body = call.json().onlyFields("owner", "until", "networks", "groups");
        Optional<List<Cidr>> networks = body.has("networks")
                ? Optional.of(ServiceRead.networks(body.strings("networks")))
                : Optional.empty();
        ServiceChange change = new ServiceChange(
                body.optionalString("owner").map(text -> ServiceRead.person("owner", text)),
                body.optionalString("until").map(text -> Read.instant("until", text)), networks,
                groups(body));
        if (change.nothing()) {
            throw new BadInput("nothing is named that is to be different");
        }
        return said(call, 200,
                book.change(call.caller().person(), sheet.account().name(), change));
    }

    private static Optional<Set<GroupName>> groups(Json.Obj body) {
        return body.has("groups")
                ? Optional.of(ServiceRead.groups(body.strings("groups")))
                : Optional.empty();
    }

    private Reply addKey(Call call, ServiceSheet sheet) {
        Json.Obj body = call.json().onlyFields("key", "for");
        return said(call, 201, book.addKey(call.caller().person(), sheet.account().name(),
                Read.text("key", body.string("key"), OfferedKey.LONGEST),
                body.optionalString("for").map(text -> ServiceRead.days("for", text)),
                ServiceRead.shown(call, time)));
    }

    private Reply endKey(Call call, ServiceSheet sheet) {
        Json.Obj body = call.json().onlyFields("key");
        return said(call, 200, book.removeKey(call.caller().person(), sheet.account().name(),
                KeyRoutes.fingerprint(body.string("key"))));
    }

    private Reply said(Call call, int status, ServiceOutcome outcome) {
        return switch (outcome) {
            case ServiceOutcome.Done(Person account) -> book.sheet(call.caller().person(), account.name())
                    .<Reply>map(sheet -> new Reply.Data(status, sheet.json()))
                    .orElse(Reply.refused(Problem.notFound()));
            case ServiceOutcome.KeyAdded(Person account, KeyFingerprint key, Instant expires) ->
                new Reply.Data(status, Json.object().put("added", key.value())
                        .put("account", account.name().value()).put("expires", expires.toString()).build());
            case ServiceOutcome.KeyRemoved(Person account, KeyFingerprint key) -> new Reply.Data(status,
                    Json.object().put("removed", key.value()).put("account", account.name().value())
                            .build());
            case ServiceOutcome.Refused refused -> Reply.refused(Outcomes.problem(refused));
        };
    }
}
