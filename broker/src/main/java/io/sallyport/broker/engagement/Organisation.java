package io.sallyport.broker.engagement;

import io.sallyport.policies.id.OrganisationName;

/**
 * A company.
 *
 * @param internal true: the company that owns the targets; false: a provider
 */
public record Organisation(OrganisationName name, boolean internal, String title) {}
