package io.sallyport.broker.commands;

import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.json.Json;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code keys}: the keys the caller can sign in with. */
@Command(footer = {"", "Examples:", "  ssh gw keys", "  ssh gw keys --json"})
final class KeysCommand implements GatewayCommand {
    private final Call call;

    KeysCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<RegisteredKey> keys = call.desks().people().keysOf(call.person().name());
        String used = call.caller().key().fingerprint();
        if (call.say().json()) {
            return call.say()
                    .json(Json.array(keys.stream()
                            .map(key -> Json.object().put("fingerprint", key.fingerprint().value())
                                    .put("line", key.line())
                                    .put("inUse", key.fingerprint().value().equals(used)).build())
                            .toList()));
        }
        keys.forEach(key -> call.say()
                .line((key.fingerprint().value().equals(used) ? "* " : "  ") + key.fingerprint() + "  "
                        + key.line().split(" ", 2)[0]));
        return call.say().done("* the one you use now. Keys are registered by an administrator.");
    }
}
