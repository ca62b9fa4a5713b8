package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Role;
import io.sallyport.broker.policy.SecondPerson;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import java.util.List;

/** What {@code ssh gw} alone shows: what waits, and what is open. */
final class Overview implements GatewayCommand {
    private final Call call;

    Overview(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Say say = call.say();
        say.line(call.person().fullName() + " (" + call.person().organisation() + ")");
        Emergencies.say(call, call.desks().reviewViews().waiting(call.person()));
        if (call.person().is(Role.APPROVER)) {
            List<AccessRequest> inbox = call.desks().requestViews().inbox(call.person());
            say.line(inbox.isEmpty()
                    ? "Nothing waits for your approval."
                    : inbox.size() + " waiting for your approval: ssh gw inbox");
        }
        if (SecondPerson.mayDecide(call.person()) && call.desks().policies().proposal().isPresent()) {
            say.line("A policy waits for a second person: ssh gw policy");
        }
        if (call.person().is(Role.ENGINEER)) {
            engineer(say);
        }
        List<SessionSummary> live = call.desks().sessions().sessions(call.person(), SessionFilter.LIVE);
        say.line(live.isEmpty() ? "No session is live." : live.size() + " live: ssh gw sessions --live");
        say.line("");
        say.line("All commands: ssh gw help");
        return Say.DONE;
    }

    private void engineer(Say say) {
        for (AccessRequest request : call.desks().requestViews().mine(call.person())) {
            if (request.pending()) {
                say.line("Request " + request.id() + " for " + request.form().login() + "@"
                        + request.form().target() + " waits for "
                        + call.desks().requestViews().waitsFor(request) + ".");
            }
        }
        List<IssuedGrant> grants = call.desks().requestViews().grants(call.person());
        for (IssuedGrant issued : grants) {
            say.line("Open until " + Times.shown(issued.grant().notAfter()) + ":  ssh -J gw "
                    + issued.grant().login() + "@"
                    + issued.grant().target() + Render.mark(issued.grant()));
        }
        if (grants.isEmpty()) {
            say.line("You have no grant. Ask: ssh gw request TARGET --as LOGIN --for 1h --reason '\"...\"'");
        }
    }
}
