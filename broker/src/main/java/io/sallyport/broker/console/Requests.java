package io.sallyport.broker.console;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.policies.id.RequestId;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What the console needs of the request desk. Every call blocks, and decides for itself what the person may see and do. */
public interface Requests {
    /**
     * @param proof what was shown in the session that asks; worth nothing once it is older than policy remembers one
     * @param source address the call comes from
     */
    RequestOutcome file(Person by, Assurance proof, InetAddress source, RequestForm form);

    /**
     * @param proof as above
     * @param seenHash what the approver had before their eyes; something else is never approved
     */
    RequestOutcome approve(Person by, Assurance proof, RequestId id, Narrowing narrowing,
            Optional<String> comment, Optional<String> seenHash);

    RequestOutcome deny(Person by, RequestId id, String comment);

    RequestOutcome cancel(Person by, RequestId id);

    /** Undecided requests this person may decide, oldest first. */
    List<AccessRequest> inbox(Person approver);

    /** What this person asked for, newest first. */
    List<AccessRequest> mine(Person person);

    /** Absent and hidden look the same. */
    Optional<AccessRequest> show(Person viewer, RequestId id);

    /** True when this person could approve or deny it now and has not approved it yet. */
    boolean mayDecide(Person person, AccessRequest request);

    /** Whose approval it waits for, in words. */
    String waitsFor(AccessRequest request);

    /** The grant that came of it. */
    Optional<IssuedGrant> grant(Person viewer, AccessRequest request);

    /** What the grant allows, one plain sentence each. */
    List<String> allows(AccessRequest request);

    /** Why policy decided so, as far as this viewer may know. */
    List<String> explain(Person viewer, AccessRequest request);
}
