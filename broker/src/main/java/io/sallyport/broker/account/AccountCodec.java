package io.sallyport.broker.account;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An account as canonical JSON, before it is sealed (docs/formats/accounts.md). Stateless. */
final class AccountCodec {
    /** Bytes: ten passkeys with large keys stay far below. */
    static final int LIMIT = 64 * 1024;
    private static final int DEPTH = 4;

    private AccountCodec() {}

    static byte[] encode(StoredAccount account) {
        JsonBuilder json = Json.object().put("person", account.person().value())
                .put("enabled", account.enabled()).put("guarded", account.guarded())
                .put("handle", hex(account.handle()))
                .put("passkeys", Json.array(account.passkeys().stream().map(AccountCodec::passkey).toList()))
                .put("recovery", Json.strings(account.recovery()));
        account.openUntil().ifPresent(until -> json.put("open_until", until.toString()));
        account.password().ifPresent(hash -> json.put("password", hash.text()));
        account.totp().ifPresent(totp -> json.put("totp",
                Json.object().put("secret", hex(totp.secret())).put("last_step", totp.lastStep())
                        .put("since", totp.since().toString()).build()));
        account.profile().ifPresent(profile -> json.put("profile", profile(profile)));
        return json.build().canonical();
    }

    /** @throws JsonFormatException it is no account */
    static StoredAccount decode(byte[] bytes) {
        Json.Obj json = JsonParser.parseObject(bytes, LIMIT, DEPTH).onlyFields("person", "enabled", "guarded",
                "handle", "passkeys", "recovery", "open_until", "password", "totp", "profile");
        try {
            return new StoredAccount(new PersonName(json.string("person")), json.bool("enabled"),
                    json.optionalString("open_until").map(Instant::parse), json.bool("guarded"),
                    secret(json.string("handle")),
                    json.optionalString("password").map(AccountCodec::password),
                    json.optionalObject("totp").map(AccountCodec::totp),
                    json.objects("passkeys").stream().map(AccountCodec::passkey).toList(),
                    json.strings("recovery"), json.optionalObject("profile").map(AccountCodec::profile));
        } catch (DateTimeException | IllegalArgumentException e) {
            // The message may quote what it could not read.
            throw new JsonFormatException("a value in it is not what it should be");
        }
    }

    private static PasswordHash password(String text) {
        return PasswordHash.parse(text).orElseThrow(() -> new JsonFormatException("not a password's hash"));
    }

    private static TotpFactor totp(Json.Obj json) {
        return new TotpFactor(secret(json.string("secret")), json.number("last_step"),
                Instant.parse(json.string("since")));
    }

    private static Json.Obj passkey(Passkey key) {
        return Json.object().put("credential", key.credential()).put("data", key.data())
                .put("counter", key.counter()).put("backup_eligible", key.backupEligible())
                .put("backed_up", key.backedUp()).put("label", key.label())
                .put("since", key.since().toString()).put("used", key.used().map(Instant::toString)).build();
    }

    private static Passkey passkey(Json.Obj json) {
        return new Passkey(json.string("credential"), json.string("data"), json.number("counter"),
                json.bool("backup_eligible"), json.bool("backed_up"), json.string("label"),
                Instant.parse(json.string("since")), json.optionalString("used").map(Instant::parse));
    }

    private static Json.Obj profile(Profile profile) {
        List<String> groups = profile.groups().stream().map(GroupName::value).sorted().toList();
        return Json.object().put("full_name", profile.fullName()).put("mail", profile.mail())
                .put("organisation", profile.organisation().value()).put("groups", Json.strings(groups))
                .build();
    }

    private static Profile profile(Json.Obj json) {
        return new Profile(json.string("full_name"), json.optionalString("mail"),
                new OrganisationName(json.string("organisation")),
                json.strings("groups").stream().map(GroupName::new).collect(Collectors.toSet()));
    }

    private static String hex(Secret secret) {
        return HexFormat.of().formatHex(secret.bytes());
    }

    private static Secret secret(String hex) {
        return Secret.of(HexFormat.of().parseHex(hex));
    }
}
