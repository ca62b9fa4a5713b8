package io.sallyport.broker.console;

import static io.sallyport.broker.console.ServiceConsoleWorld.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts for automation as pages, over the broker's own desks: who may do what, and that others learn nothing (WEB-6). */
final class ServiceConsoleTest {
    private static final String HOME = "/service-accounts";
    private static final Duration FRESH = Duration.ofMinutes(9);

    private final ServiceConsoleWorld it;
    private final World world;

    ServiceConsoleTest(@TempDir Path folder) throws IOException {
        this.it = new ServiceConsoleWorld(folder);
        this.world = it.world;
    }

    @AfterEach
    void close() {
        it.close();
    }

    // What a browser would send that changes nothing of bot's form but what is named.
    private HttpResponse<String> change(ConsoleWorld.Browser browser, String seen, String... other) {
        List<String> fields = new ArrayList<>(List.of("seen", seen, "owner", "mona", "until",
                "2026-06-30", "networks", "203.0.113.0/24\r\n127.0.0.1/32", "groups", "acme/night"));
        for (int i = 0; i < other.length; i += 2) {
            int at = fields.indexOf(other[i]);
            if (at < 0) {
                fields.addAll(List.of(other[i], other[i + 1]));
            } else {
                fields.set(at + 1, other[i + 1]);
            }
        }
        return it.post(browser, HOME + "/bot/change", fields.toArray(String[]::new));
    }

    private String seen(ConsoleWorld.Browser browser) {
        return between(it.page(browser, HOME + "/bot"), "name=\"seen\" value=\"", "\"");
    }

    private static String between(String text, String from, String to) {
        int at = text.indexOf(from) + from.length();
        assertTrue(at > from.length(), text);
        return text.substring(at, text.indexOf(to, at));
    }

    private static int times(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void anAdministratorMakesOneAndItsOwnerGivesItAKeyAfterAFreshProof() {
        ConsoleWorld.Browser ines = it.as("ines");
        assertTrue(it.page(ines, HOME).contains("data-action=\"make-account\""));
        HttpResponse<String> made = it.post(ines, HOME, "name", "copy", "title", "Copies", "organisation",
                "acme", "owner", "mona", "until", "2026-06-30", "networks",
                "198.51.100.7\r\n2001:db8::/48", "groups", "acme/night");
        assertEquals(303, made.statusCode(), made.body());
        assertEquals(HOME + "/copy", made.headers().firstValue("Location").orElseThrow());
        var account = it.account("copy").service().orElseThrow();
        assertEquals(Instant.parse("2026-07-01T00:00:00Z"), account.until(), "the last day counts in full");
        assertEquals(2, account.networks().size());
        ConsoleWorld.Browser mona = it.proven("mona", FRESH);
        assertFalse(it.page(mona, HOME + "/copy").contains("data-action=\"raise\""), "it is fresh enough");
        HttpResponse<String> added = it.post(mona, HOME + "/copy/keys", "key", World.key(40) + " ci@acme",
                "days", "30d");
        assertEquals(303, added.statusCode(), added.body());
        String page = it.page(mona, HOME + "/copy");
        assertTrue(page.contains(world.keyOf("copy").value()) && page.contains("Mona Manager (mona)"), page);
        assertFalse(page.contains("data-action=\"change-account\""), "an owner changes nothing else");
    }

    @Test
    void aKeyTakesASecondFactorOfTheLastTenMinutes() {
        for (ConsoleWorld.Browser weak : List.of(it.as("mona"), it.proven("mona", Duration.ofMinutes(11)))) {
            String page = it.page(weak, HOME + "/bot");
            assertTrue(page.contains("href=\"/account/raise?next=/service-accounts/bot\""), page);
            HttpResponse<String> refused = it.post(weak, HOME + "/bot/keys", "key", World.key(40));
            assertEquals(403, refused.statusCode());
            assertTrue(refused.body().contains("show your second factor first"), refused.body());
        }
        assertEquals(List.of(), world.domain.people().keysOf(new PersonName("bot")));
    }

    @Test
    void theListSaysWhoAnswersWhereFromUntilWhenAndWhatIsWrong() {
        String list = it.page(it.as("mona"), HOME);
        String row = between(list, "data-account=\"bot\"", "</tr>");
        for (String part : List.of("data-state=\"active\"", "Nightly &lt;b", "Mona Manager", "2026-06-30",
                "203.0.113.0/24, 127.0.0.1/32", ">never<")) {
            assertTrue(row.contains(part), part + ": " + row);
        }
        assertFalse(row.contains("data-elsewhere"));
        it.post(it.proven("mona", FRESH), HOME + "/bot/keys", "key", World.key(40));
        world.domain.trail().record(at -> new KeyEvent.KeyElsewhere(at, Actor.SYSTEM, new PersonName("bot"),
                world.keyOf("bot"), "198.51.100.99"));
        world.domain.trail().record(
                at -> new DirectoryEvent.KeyUsed(at, Actor.SYSTEM, new PersonName("bot"),
                        world.keyOf("bot")));
        world.domain.people().refresh();
        it.adopt(", enabled: false");
        world.domain.services().stewardship().check();
        ConsoleWorld.Browser ines = it.as("ines");
        row = between(it.page(ines, HOME), "data-account=\"bot\"", "</tr>");
        for (String part : List.of("held: owner", "Nobody answers for it: mona", "198.51.100.99",
                world.clock.instant().toString().substring(0, 10))) {
            assertTrue(row.contains(part), part + ": " + row);
        }
        String page = it.page(ines, HOME + "/bot");
        assertTrue(page.contains("Nobody answers for it: mona is not active"), page);
        assertTrue(page.contains("proven from 198.51.100.99 at "), page);
        assertTrue(it.page(ines, "/inbox").contains("href=\"/service-accounts/bot\""));
    }

    @Test
    void whatItLosesIsSaidBeforeItIsTakenAndMoreIsNotAskedAbout() {
        ConsoleWorld.Browser ines = it.as("ines");
        HttpResponse<String> more = change(ines, seen(ines), "until", "2026-12-31", "networks",
                "203.0.112.0/23, 127.0.0.1", "groups", "acme/night acme/day");
        assertEquals(303, more.statusCode(), more.body());
        assertEquals(Set.of(new GroupName("acme/night"), new GroupName("acme/day")),
                it.account("bot").groups());
        HttpResponse<String> sure = change(ines, seen(ines), "until", "2026-05-31", "networks",
                "203.0.113.0/24");
        assertEquals(200, sure.statusCode(), sure.body());
        assertTrue(sure.body().contains("Nothing has been changed yet."), sure.body());
        assertEquals(4, times(between(sure.body(), "id=\"losses\"", "</ul>"), "<li>"), sure.body());
        assertTrue(sure.body().contains("It ends with 2026-05-31, not with 2026-12-31."));
        assertTrue(sure.body().contains("It does not come from all of 127.0.0.1/32 any more."));
        assertEquals("2027-01-01T00:00:00Z", it.account("bot").service().orElseThrow().until().toString());
        HttpResponse<String> done = change(ines, seen(ines), "until", "2026-05-31", "networks",
                "203.0.113.0/24", "sure", "yes");
        assertEquals(303, done.statusCode(), done.body());
        assertEquals(List.of(Cidr.parse("203.0.113.0/24").orElseThrow()),
                it.account("bot").service().orElseThrow().networks());
        assertEquals(303, change(ines, seen(ines), "until", "2026-05-31", "networks", "203.0.113.0/24")
                .statusCode());
        assertEquals(5, world.journalled("service-declared").size(), "what is the same is not written");
    }

    @Test
    void anEndWithinItsLastDayStaysWhenTheFormIsSentAsItWas() {
        assertEquals(200, it.api("POST", "/bot/change", it.token("ines"),
                "{\"until\":\"2026-06-30T12:00:00Z\"}").statusCode());
        ConsoleWorld.Browser ines = it.as("ines");
        assertEquals(303, change(ines, seen(ines), "groups", "acme/night acme/day").statusCode());
        assertEquals("2026-06-30T12:00:00Z", it.account("bot").service().orElseThrow().until().toString());
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsNotTakenBackUnseen() {
        ConsoleWorld.Browser ines = it.as("ines");
        String before = seen(ines);
        assertEquals(303, change(ines, before, "until", "2026-12-31").statusCode());
        HttpResponse<String> late = change(ines, before, "groups", "acme/night acme/day", "sure", "yes");
        assertEquals(409, late.statusCode());
        assertTrue(late.body().contains("Somebody changed it meanwhile")
                && late.body().contains("value=\"2026-12-31\""), late.body());
        assertEquals("2027-01-01T00:00:00Z", it.account("bot").service().orElseThrow().until().toString());
    }

    @Test
    void aKeyIsRemovedAfterASecondLook() {
        it.post(it.proven("mona", FRESH), HOME + "/bot/keys", "key", World.key(40));
        String key = world.keyOf("bot").value();
        ConsoleWorld.Browser mona = it.as("mona");
        HttpResponse<String> sure = it.post(mona, HOME + "/bot/keys/end", "key", key);
        assertEquals(200, sure.statusCode());
        assertTrue(sure.body().contains("Nothing has been changed yet.") && sure.body().contains("only-key"),
                sure.body());
        assertEquals(1, world.domain.people().keysOf(new PersonName("bot")).size());
        assertEquals(303,
                it.post(mona, HOME + "/bot/keys/end", "key", key, "sure", "yes").statusCode());
        assertEquals(List.of(), world.domain.people().keysOf(new PersonName("bot")));
        assertEquals(404,
                it.post(mona, HOME + "/bot/keys/end", "key", key, "sure", "yes").statusCode());
    }

    @Test
    void whatTheDeskRefusesIsSaidOnThePageAndWhatWasTypedStays() {
        ConsoleWorld.Browser ines = it.as("ines");
        HttpResponse<String> unreadable = it.post(ines, HOME, "name", "copy", "organisation", "acme", "owner",
                "mona", "until", "2026-06-30", "networks", "203.0.113.1/24 <script>");
        assertEquals(400, unreadable.statusCode());
        assertTrue(unreadable.body().contains("networks such as 203.0.113.0/24")
                && unreadable.body().contains("203.0.113.1/24 &lt;script"), unreadable.body());
        HttpResponse<String> taken = it.post(ines, HOME, "name", "eva", "organisation", "acme", "owner",
                "mona", "until", "2026-06-30", "networks", "203.0.113.0/24");
        assertEquals(409, taken.statusCode());
        assertTrue(taken.body().contains("'eva' can't be had"), taken.body());
        HttpResponse<String> owner = change(ines, seen(ines), "owner", "gary");
        assertEquals(400, owner.statusCode());
        assertTrue(owner.body().contains("'gary' can't answer for it"), owner.body());
        HttpResponse<String> bad = it.post(it.proven("mona", FRESH), HOME + "/bot/keys", "key", "ssh-dss x");
        assertEquals(400, bad.statusCode());
        assertTrue(bad.body().contains("id=\"service-error\""), bad.body());
        String robot = it.page(ines, HOME + "/robot");
        assertTrue(robot.contains("in the broker") && !robot.contains("data-action=\"change-account\"")
                && !robot.contains("data-action=\"end-service-key\""), robot);
        assertEquals(409, it.post(ines, HOME + "/robot/keys/end", "key", world.keyOf("robot").value(), "sure",
                "yes").statusCode());
        assertEquals(3, world.journalled("service-declared").size(), "those there were");
    }

    @Test
    void anotherProvidersManagerLearnsNothing() {
        it.post(it.proven("mona", FRESH), HOME + "/bot/keys", "key", World.key(40));
        ConsoleWorld.Browser gary = it.proven("gary", FRESH);
        HttpResponse<String> hidden = it.console.get(HOME + "/bot", gary);
        assertEquals(404, hidden.statusCode());
        assertEquals(plain(it.console.get(HOME + "/nothing", gary)), plain(hidden));
        for (String path : List.of("/change", "/keys", "/keys/end")) {
            String[] fields = {"seen", "x", "owner", "gary", "until", "2026-06-30", "networks", "192.0.2.1",
                    "key", path.equals("/keys") ? World.key(41) : world.keyOf("bot").value(), "sure", "yes"};
            HttpResponse<String> seen = it.post(gary, HOME + "/bot" + path, fields);
            assertEquals(404, seen.statusCode(), path);
            assertEquals(plain(it.post(gary, HOME + "/nothing" + path, fields)), plain(seen), path);
        }
        String list = it.page(gary, HOME);
        assertTrue(list.contains("data-account=\"gx\""), list);
        assertFalse(list.contains("bot") || list.contains("robot") || list.contains("acme")
                || list.contains("mona"), list);
        HttpResponse<String> made = it.post(gary, HOME, "name", "bot", "organisation", "globex", "owner",
                "gary", "until", "2026-06-30", "networks", "192.0.2.1");
        HttpResponse<String> other = it.post(gary, HOME, "name", "newer", "organisation", "globex", "owner",
                "gary", "until", "2026-06-30", "networks", "192.0.2.1");
        assertEquals(403, made.statusCode());
        assertEquals(plain(other).replace("newer", "bot"), plain(made), "nor whether a name is taken");
        assertEquals(1, world.domain.people().keysOf(new PersonName("bot")).size());
        String monas = it.page(it.as("mona"), HOME);
        assertFalse(monas.contains("gx") || monas.contains("globex") || monas.contains("gary"), monas);
    }

    @Test
    void whoHasNothingToDoWithThemSeesNoneAndAnAuditorOnlyLooks() {
        for (String who : List.of("eva", "ada", "ivan")) {
            ConsoleWorld.Browser browser = it.as(who);
            assertEquals(404, it.console.get(HOME, browser).statusCode(), who);
            assertEquals(404, it.console.get(HOME + "/bot", browser).statusCode(), who);
            assertFalse(it.page(browser, "/sessions").contains("href=\"" + HOME + "\""), who);
        }
        ConsoleWorld.Browser aud = it.proven("aud", FRESH);
        assertTrue(it.page(aud, "/sessions").contains("href=\"" + HOME + "\""));
        assertFalse(it.page(aud, HOME).contains("data-action=\"make-account\""));
        String page = it.page(aud, HOME + "/bot");
        assertFalse(page.contains("data-action=\"change-account\"")
                || page.contains("data-action=\"add-service-key\""), page);
        assertEquals(404, it.post(aud, HOME + "/bot/keys", "key", World.key(40)).statusCode());
        String seen = "mona 2026-07-01T00:00:00Z 203.0.113.0/24 127.0.0.1/32 acme/night";
        assertEquals(403, change(aud, seen, "until", "2026-05-31").statusCode());
        assertEquals(403, change(it.as("mona"), seen, "until", "2026-12-31").statusCode());
        assertEquals("2026-07-01T00:00:00Z", it.account("bot").service().orElseThrow().until().toString());
    }

    @Test
    void nothingIsChangedWithoutTheTokenOfTheSession() {
        ConsoleWorld.Browser ines = it.proven("ines", FRESH);
        long before = world.domain.trail().size();
        for (String path : List.of(HOME, HOME + "/bot/change", HOME + "/bot/keys", HOME + "/bot/keys/end")) {
            assertEquals(403, it.console.post(path, ines, "sure=yes&name=x&organisation=acme&owner=mona"
                    + "&until=2026-06-30&networks=192.0.2.1&seen=x&key=x").statusCode(), path);
        }
        assertEquals(before, world.domain.trail().size());
    }
}
