package io.sallyport.broker.commands;

import io.sallyport.broker.identity.SignIn;
import io.sallyport.policies.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code console}: exchanges the proven key for a sign-in to the web console. */
@Command(footer = {"", "Examples:", "  ssh gw console",
        "  xdg-open \"$(ssh gw console --json | jq -r .url)\""})
final class ConsoleCommand implements GatewayCommand {
    private final Call call;

    ConsoleCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        String code = call.desks().signIn().codeFor(call.person(), Optional.of(call.shownKey()));
        // Behind "#", so that the code is in no server's log and no proxy's.
        String url = call.desks().place().console() + "/sign-in#" + code;
        if (call.say().json()) {
            return call.say().json(Json.object().put("url", url).put("code", code)
                    .put("seconds", SignIn.CODE_LIFE.toSeconds()).build());
        }
        call.say().line("Open within " + Times.shown(SignIn.CODE_LIFE) + ", once:");
        call.say().line(url);
        return call.say().done("Or type this code on the sign-in page: " + code);
    }
}
