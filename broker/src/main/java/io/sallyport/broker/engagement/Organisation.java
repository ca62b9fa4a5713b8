package io.sallyport.broker.engagement;

import io.sallyport.policies.id.OrganisationName;

/**
 * A company.
 *
 * @param internal true: the company that owns the targets; false: a provider
 * @param care {@link Care#NONE} for the company itself
 */
public record Organisation(OrganisationName name, boolean internal, String title, Care care) {
    /** One of which no more is said. */
    public Organisation(OrganisationName name, boolean internal, String title) {
        this(name, internal, title, Care.NONE);
    }
}
