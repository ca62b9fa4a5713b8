package io.sallyport.broker.provider;

/** What there is for providers' people: inviting them, their coming, and their staying. */
public record ProviderDesks(InvitationDesk invitations, JoinDesk joining, RosterDesk rosters) {}
