package io.sallyport.broker;

import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.ReviewEvent;
import io.sallyport.broker.request.Draft;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.text.Sanitize;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Says in the broker's log what happens to emergency access: a warning for each grant and for each review that is overdue. Nothing in
 * the configuration turns it off. Stateless.
 */
final class EmergencyLog implements Consumer<List<Committed>> {
    private static final Logger LOG = Logger.getLogger(EmergencyLog.class.getName());

    @Override
    public void accept(List<Committed> events) {
        for (Committed committed : events) {
            switch (committed.event()) {
                case RequestEvent.RequestFiled filed -> granted(filed.request(), filed.grant());
                case RequestEvent.RequestApproved approved -> granted(approved.request(), approved.grant());
                case ReviewEvent.ReviewOverdue overdue -> LOG.log(Level.WARNING,
                        "EMERGENCY ACCESS {0} of {1} IS NOT REVIEWED: its review was due at {2}{3}",
                        new Object[]{overdue.request(), overdue.organisation(), overdue.dueAt(),
                                overdue.suspends() ? "; no further emergency access until it is" : ""});
                case ReviewEvent.ReviewCompleted done -> LOG.log(
                        done.objections() == 0 ? Level.INFO : Level.WARNING,
                        "the review of emergency access {0} is complete, objections: {1}",
                        new Object[]{done.request(), done.objections()});
                default -> {
                    // Not about emergencies.
                }
            }
        }
    }

    private static void granted(RequestId request, Optional<Json.Obj> body) {
        body.map(Draft::grant).filter(grant -> grant.kind() == Grant.Kind.BREAK_GLASS)
                .ifPresent(grant -> LOG.log(Level.WARNING,
                        "EMERGENCY ACCESS {0}: {1} of {2} may work on {3} as {4} until {5}, because: {6}",
                        new Object[]{request, grant.person(), grant.organisation(), grant.target(),
                                grant.login(), grant.notAfter(), Sanitize.log(grant.reason())}));
    }
}
