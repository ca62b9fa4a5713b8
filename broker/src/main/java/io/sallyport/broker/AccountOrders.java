package io.sallyport.broker;

import io.sallyport.broker.account.AccountStoreException;
import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.account.EnrolmentLinks;
import io.sallyport.broker.account.Opening;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the operator orders about accounts of the embedded directory. Blocking; safe for many threads. */
final class AccountOrders {
    static final String FIRST_ADMIN = "first-admin";
    static final String OPEN = "account-open";
    private final Optional<EmbeddedAccounts> accounts;
    private final Supplier<String> console;

    /** @param accounts empty: an identity provider has them; {@code console}: its address without a path */
    AccountOrders(Optional<EmbeddedAccounts> accounts, Supplier<String> console) {
        this.accounts = accounts;
        this.console = console;
    }

    Json.Obj firstAdmin(String person) {
        return answer(person, (opening, name) -> opening.firstAdmin(name));
    }

    Json.Obj open(String person, boolean reset) {
        return answer(person, (opening, name) -> opening.open(name, reset));
    }

    private interface Order {
        Opening.Outcome give(Opening opening, PersonName person);
    }

    private Json.Obj answer(String person, Order order) {
        Optional<PersonName> name = PersonName.parse(person);
        if (accounts.isEmpty()) {
            return said(false, "accounts are kept by the identity provider");
        }
        if (name.isEmpty()) {
            return said(false, "that is no name of a person");
        }
        try {
            return switch (order.give(accounts.get().opening(), name.get())) {
                case Opening.Outcome.Opened(var until) -> said(true,
                        "open for enrolment until " + until + ", for whoever proves a key of " + name.get(),
                        "they get their link with: ssh gw account");
                case Opening.Outcome.Linked(String code) -> said(true,
                        "open within " + EnrolmentLinks.BY_OPERATOR.toMinutes() + " minutes, once:",
                        console.get() + "/account/enter#" + code);
                case Opening.Outcome.Refused(String why) -> said(false, why);
            };
        } catch (AccountStoreException e) {
            return said(false, String.valueOf(e.getMessage()));
        }
    }

    private static Json.Obj said(boolean ok, String... lines) {
        return PolicyOrders.answer(ok, List.of(lines)).build();
    }
}
