package io.sallyport.broker.request;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RequestId;
import java.util.Optional;

/**
 * A grant as the broker keeps it.
 *
 * @param revoked why it is good for nothing any more; absent: it was not revoked
 */
public record IssuedGrant(Grant grant, RequestId request, Optional<String> revoked) {}
