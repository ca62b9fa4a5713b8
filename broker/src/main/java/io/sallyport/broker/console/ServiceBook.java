package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.service.ServiceChange;
import io.sallyport.broker.service.ServiceDesk;
import io.sallyport.broker.service.ServiceForm;
import io.sallyport.broker.service.ServiceOutcome;
import io.sallyport.broker.service.ServiceSheet;
import io.sallyport.broker.service.Services;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PersonKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the console needs of accounts for automation. Every call blocks, and decides for itself what the person may see and do. */
public interface ServiceBook {
    /** Those that the viewer may look at, by name. */
    List<ServiceSheet> all(Person viewer);

    /** True when there is something to look at or to do for this person. */
    boolean any(Person viewer);

    /** Absent and hidden look the same. */
    Optional<ServiceSheet> sheet(Person viewer, PersonName name);

    ServiceOutcome add(Person by, ServiceForm form);

    ServiceOutcome change(Person by, PersonName name, ServiceChange change);

    /**
     * @param line of the {@code .pub} file
     * @param lifetime empty: as long as it may be
     * @param shown what {@code by} has shown a short while ago
     */
    ServiceOutcome addKey(Person by, PersonName name, String line, Optional<Duration> lifetime, Mfa shown);

    ServiceOutcome removeKey(Person by, PersonName name, KeyFingerprint key);

    /** Where nobody may look at any. */
    ServiceBook NONE = new ServiceBook() {
        private static final ServiceOutcome NO = new ServiceOutcome.Refused(
                ServiceOutcome.Reason.NOT_ALLOWED, "There are no service accounts here.");

        @Override
        public List<ServiceSheet> all(Person viewer) {
            return List.of();
        }

        @Override
        public boolean any(Person viewer) {
            return false;
        }

        @Override
        public Optional<ServiceSheet> sheet(Person viewer, PersonName name) {
            return Optional.empty();
        }

        @Override
        public ServiceOutcome add(Person by, ServiceForm form) {
            return NO;
        }

        @Override
        public ServiceOutcome change(Person by, PersonName name, ServiceChange change) {
            return NO;
        }

        @Override
        public ServiceOutcome addKey(Person by, PersonName name, String line, Optional<Duration> lifetime,
                Mfa shown) {
            return NO;
        }

        @Override
        public ServiceOutcome removeKey(Person by, PersonName name, KeyFingerprint key) {
            return NO;
        }
    };

    /** By the broker's own desks. As for the command, to a service account there are none, itself not either. */
    static ServiceBook of(Services services) {
        return new ServiceBook() {
            @Override
            public List<ServiceSheet> all(Person viewer) {
                return thinks(viewer) ? services.desk().sheets(viewer) : List.of();
            }

            @Override
            public boolean any(Person viewer) {
                return thinks(viewer)
                        && (ServiceDesk.administers(viewer) || !services.desk().list(viewer).isEmpty());
            }

            @Override
            public Optional<ServiceSheet> sheet(Person viewer, PersonName name) {
                return thinks(viewer) ? services.desk().sheet(viewer, name) : Optional.empty();
            }

            @Override
            public ServiceOutcome add(Person by, ServiceForm form) {
                return services.desk().add(by, form);
            }

            @Override
            public ServiceOutcome change(Person by, PersonName name, ServiceChange change) {
                return services.desk().change(by, name, change);
            }

            @Override
            public ServiceOutcome addKey(Person by, PersonName name, String line,
                    Optional<Duration> lifetime, Mfa shown) {
                return services.keys().add(by, name, line, lifetime, shown);
            }

            @Override
            public ServiceOutcome removeKey(Person by, PersonName name, KeyFingerprint key) {
                return services.keys().remove(by, name, key);
            }

            private static boolean thinks(Person viewer) {
                return viewer.kind() == PersonKind.HUMAN;
            }
        };
    }
}
