package io.sallyport.broker.provider;

/** What there is for providers' people: inviting them, their coming, their staying, and who may look. */
public record ProviderDesks(InvitationDesk invitations, JoinDesk joining, RosterDesk rosters,
        ProviderViews views) {}
