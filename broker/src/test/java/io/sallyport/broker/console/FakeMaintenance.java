package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.maintenance.Maintenance;
import io.sallyport.broker.maintenance.MaintenanceForm;
import io.sallyport.broker.maintenance.MaintenanceId;
import io.sallyport.broker.maintenance.MaintenanceOutcome;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.TargetName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A book with what was declared, for whoever asks. */
final class FakeMaintenance implements MaintenanceBook {
    final List<Maintenance> all = new CopyOnWriteArrayList<>();

    @Override
    public List<Maintenance> list(Person viewer) {
        return all;
    }

    @Override
    public MaintenanceOutcome declare(Person by, MaintenanceForm form) {
        if (form.targets().contains(new TargetName("db-9"))) {
            return new MaintenanceOutcome.Refused(MaintenanceOutcome.Reason.NOT_OWNER,
                    "You are not in the group that owns <db-9>.");
        }
        Map<TargetName, GroupName> targets = new TreeMap<>();
        form.targets().forEach(name -> targets.put(name, new GroupName("ops-owners")));
        Maintenance made = new Maintenance(new MaintenanceId("m-abcdefghij"), by.name(), targets,
                form.from().orElse(FakeRequests.NOW), form.until(), form.reason(), Optional.empty());
        all.add(made);
        return new MaintenanceOutcome.Done(made);
    }

    @Override
    public MaintenanceOutcome end(Person by, MaintenanceId id) {
        return all.isEmpty()
                ? new MaintenanceOutcome.Refused(MaintenanceOutcome.Reason.NO_SUCH_MAINTENANCE,
                        "There is no such maintenance.")
                : new MaintenanceOutcome.Done(all.removeFirst());
    }
}
