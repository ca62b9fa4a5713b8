package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.json.Json;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code whoami}: who the gateway takes the caller for, and by which key. */
@Command(footer = {"", "Examples:", "  ssh gw whoami", "  ssh gw whoami --json"})
final class WhoamiCommand implements GatewayCommand {
    private final Call call;

    WhoamiCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Person person = call.person();
        List<String> roles = person.roles().stream().map(Role::code).sorted().toList();
        List<String> groups = person.groups().stream().map(GroupName::value).sorted().toList();
        String key = call.caller().key().fingerprint();
        if (call.say().json()) {
            return call.say().json(Json.object().put("person", person.name().value())
                    .put("fullName", person.fullName()).put("kind", person.kind().code())
                    .put("organisation", person.organisation().value()).put("roles", Json.strings(roles))
                    .put("groups", Json.strings(groups)).put("key", key).build());
        }
        call.say().line(person.shownName() + " (" + person.name() + ") of " + person.organisation());
        call.say().line("roles:  " + String.join(", ", roles));
        call.say().line("groups: " + String.join(", ", groups));
        return call.say().done("key:    " + key);
    }
}
