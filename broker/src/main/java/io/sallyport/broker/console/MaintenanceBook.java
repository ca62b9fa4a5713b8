package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.maintenance.Maintenance;
import io.sallyport.broker.maintenance.MaintenanceDesk;
import io.sallyport.broker.maintenance.MaintenanceForm;
import io.sallyport.broker.maintenance.MaintenanceId;
import io.sallyport.broker.maintenance.MaintenanceOutcome;
import java.util.List;

/** What the console needs of declared maintenance. Every call blocks, and decides for itself what the person may see and do. */
public interface MaintenanceBook {
    /** Newest first. */
    List<Maintenance> list(Person viewer);

    MaintenanceOutcome declare(Person by, MaintenanceForm form);

    MaintenanceOutcome end(Person by, MaintenanceId id);

    /** By the broker's own desk. */
    static MaintenanceBook of(MaintenanceDesk desk) {
        return new MaintenanceBook() {
            @Override
            public List<Maintenance> list(Person viewer) {
                return desk.list(viewer);
            }

            @Override
            public MaintenanceOutcome declare(Person by, MaintenanceForm form) {
                return desk.declare(by, form);
            }

            @Override
            public MaintenanceOutcome end(Person by, MaintenanceId id) {
                return desk.end(by, id);
            }
        };
    }
}
