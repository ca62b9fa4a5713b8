package io.sallyport.broker.tunnel;

import io.sallyport.policies.grant.GrantLists;
import java.util.Optional;

/**
 * A certificate that goes along with an opening.
 *
 * @param certificate in base64
 * @param lists what its grant names by hash, if it does
 */
public record Staple(String certificate, Optional<GrantLists> lists) {}
