package io.sallyport.broker.commands;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.account.EnrolmentLinks;
import io.sallyport.policies.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code account}: exchanges the proven key for a link to one's own account page. */
@Command(footer = {"", "Examples:", "  ssh gw account",
        "  xdg-open \"$(ssh gw account --json | jq -r .url)\"", "",
        "There one sets a password, an authenticator app, passkeys and recovery codes. With a key alone that works"
                + " once, after the operator opened the account; later it takes what was set up before."})
final class AccountCommand implements GatewayCommand {
    private final Call call;

    AccountCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<EmbeddedAccounts> accounts = call.desks().accounts();
        if (accounts.isEmpty()) {
            return call.say().refused("Accounts are kept by your identity provider. Change yours there.");
        }
        String code = accounts.get().links().make(call.person().name(), EnrolmentLinks.BY_KEY,
                Optional.of(call.shownKey()));
        // Behind "#", so that the code is in no server's log and no proxy's.
        String url = call.desks().place().console() + "/account/enter#" + code;
        if (call.say().json()) {
            return call.say().json(Json.object().put("url", url).put("code", code)
                    .put("seconds", EnrolmentLinks.BY_KEY.toSeconds()).build());
        }
        call.say().line("Open within " + Times.shown(EnrolmentLinks.BY_KEY) + ", once:");
        return call.say().done(url);
    }
}
