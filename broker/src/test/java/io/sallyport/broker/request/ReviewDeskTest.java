package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.EmergencyWorld;
import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.store.EmptyDatabase;
import io.sallyport.policies.id.RequestId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reviewing emergency access (FLOW-7): it can't be silenced, and only the review closes it. */
class ReviewDeskTest {
    private final EmergencyWorld emergency;
    private final World world;
    private final Path folder;
    private final RequestId id;

    ReviewDeskTest(@TempDir Path folder) {
        this.folder = folder;
        this.emergency = new EmergencyWorld(folder);
        this.world = emergency.world;
        this.id = emergency.granted("eva").id();
    }

    @AfterEach
    void close() {
        emergency.close();
    }

    private ReviewOutcome review(String who) {
        return emergency.review(who, id, Finding.JUSTIFIED);
    }

    private static RequestOutcome.Reason reason(ReviewOutcome outcome) {
        return assertInstanceOf(ReviewOutcome.Refused.class, outcome).reason();
    }

    private static Review noted(ReviewOutcome outcome) {
        return assertInstanceOf(ReviewOutcome.Noted.class, outcome).review();
    }

    private List<String> inboxes() {
        return List.of("eva", "emil", "gita", "ada", "otto", "sue", "ivan", "dora", "aud").stream()
                .filter(who -> !world.domain.reviewViews().waiting(world.person(who)).isEmpty()).toList();
    }

    /** Those who review and those who are told, with any role or none; from the grant on until the last place is filled. */
    @Test
    void flow7LoudInEveryInboxOfThoseItConcernsUntilItIsReviewed() {
        List<String> concerned = List.of("ada", "otto", "sue", "ivan", "dora");
        assertEquals(concerned, inboxes());
        review("otto");
        assertEquals(concerned, inboxes(), "also of those who have done their part");
        world.clock.advance(Duration.ofDays(400));
        world.domain.reviews().reportOverdue();
        assertEquals(concerned, inboxes(), "time does not silence it");
        emergency.activate(EmergencyWorld.RULES.replace("notify: [db-owners]", "notify: [security]"));
        world.domain.revocations().revoke(world.person("ada"), id, "over");
        assertEquals(concerned, inboxes(), "neither does another policy nor the end of the grant");
        review("sue");
        assertEquals(List.of(), inboxes());
    }

    @Test
    void flow7ItTakesTheReviewOfTwoDifferentPeopleToClose() {
        assertTrue(noted(review("ada")).open(), "ada is in both groups and fills one place");
        assertEquals(RequestOutcome.Reason.ALREADY_REVIEWED, reason(review("ada")));
        Review complete = noted(review("otto"));
        assertFalse(complete.open());
        assertEquals(RequestOutcome.Reason.REVIEWED, reason(review("sue")));
        assertEquals(emergency.review(id), complete);
        assertEquals(2, emergency.events("review-given").size());
        assertEquals(1, emergency.events("review-completed").size());
    }

    @Test
    void whoeverIsSeatedFirstNeverBlocksAnother() {
        review("ada");
        assertFalse(noted(review("sue")).open(), "then ada sits for ops-owners");
    }

    @Test
    void twoOfOneGroupAreNotOneOfEach() {
        review("otto");
        emergency.world.adopt(EmergencyWorld.people());
        assertTrue(emergency.review(id).open());
        assertTrue(world.domain.reviewViews().waitsFor(emergency.review(id)).startsWith("security ("));
    }

    @Test
    void whoMayNotReviewIsToldWhy() {
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(review("eva")));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(review("gita")));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(review("ivan")));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(review("aud")));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(review("dora")));
        assertEquals(List.of(), emergency.events("review-given"));
    }

    @Test
    void aGroupThatWasGivenAfterwardsDoesNotCount() {
        world.adopt(EmergencyWorld.people().replace("groups: [db-owners], roles: [engineer]",
                "groups: [db-owners, security], roles: [approver]"));
        ReviewOutcome.Refused refused = assertInstanceOf(ReviewOutcome.Refused.class, review("dora"));
        assertTrue(refused.text().contains("was given to you after"), refused.text());
        assertFalse(refused.text().contains("filed again"), refused.text());
    }

    @Test
    void theReviewOfSomebodyWhoLeftDoesNotFillAPlace() {
        review("otto");
        world.adopt(EmergencyWorld.people().replace("full_name: Otto Owner,",
                "full_name: Otto Owner, enabled: false,"));
        assertTrue(noted(review("sue")).open());
        assertFalse(noted(review("ada")).open());
        assertEquals(3, emergency.review(id).given().size());
    }

    @Test
    void aReviewNeedsACommentAndAnEmergency() {
        ReviewDesk desk = world.domain.reviews();
        assertEquals(RequestOutcome.Reason.COMMENT_MISSING,
                reason(desk.review(world.person("otto"), id, Finding.JUSTIFIED, " ")));
        assertEquals(RequestOutcome.Reason.COMMENT_MISSING,
                reason(desk.review(world.person("otto"), id, Finding.JUSTIFIED, "x".repeat(501))));
        AccessRequest ordinary = assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests().request(
                world.person("emil"), World.form("web-1", "deploy", Duration.ofHours(1)))).request();
        assertEquals(RequestOutcome.Reason.NO_SUCH_REVIEW,
                reason(emergency.review("otto", ordinary.id(), Finding.JUSTIFIED)));
    }

    @Test
    void anObjectionIsRecordedAndClosesItAllTheSame() {
        emergency.review("otto", id, Finding.OBJECTION);
        ReviewOutcome.Noted noted = assertInstanceOf(ReviewOutcome.Noted.class, review("sue"));
        assertFalse(noted.review().open());
        assertEquals(1, noted.review().objections());
        assertTrue(noted.text().contains("1 objection"), noted.text());
        assertEquals(1, emergency.events("review-completed").getFirst().number("objections"));
        assertEquals("objection", emergency.events("review-given").getFirst().string("finding"));
    }

    @Test
    void itIsReviewedDuringTheGrantOrAfterIt() {
        review("otto");
        world.clock.advance(Duration.ofDays(3));
        assertFalse(noted(review("sue")).open());
    }

    @Test
    void overdueIsJournalledOnceAndSaysWhatFollows() {
        assertEquals(FakeClock.START.plus(Duration.ofHours(25)), emergency.review(id).dueAt());
        world.clock.advance(Duration.ofHours(25).minusSeconds(1));
        world.domain.reviews().reportOverdue();
        assertEquals(List.of(), emergency.events("review-overdue"));
        world.clock.advance(Duration.ofSeconds(1));
        assertTrue(emergency.review(id).overdue(world.clock.instant()), "with or without the timer");
        world.domain.reviews().reportOverdue();
        world.domain.reviews().reportOverdue();
        assertEquals(1, emergency.events("review-overdue").size());
        assertEquals("acme", emergency.events("review-overdue").getFirst().string("organisation"));
        assertTrue(emergency.events("review-overdue").getFirst().bool("suspends"));
        assertEquals(new ReviewViews.Counts(1, 1), world.domain.reviewViews().counts());
        emergency.reviewed(id);
        world.domain.reviews().reportOverdue();
        assertEquals(new ReviewViews.Counts(0, 0), world.domain.reviewViews().counts());
    }

    @Test
    void manyReviewersAtTheSameInstantCompleteItOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<ReviewOutcome>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                String who = List.of("ada", "otto", "sue").get(i % 3);
                all.add(threads.submit(() -> {
                    go.await();
                    return review(who);
                }));
            }
            go.countDown();
        }
        int noted = 0;
        for (Future<ReviewOutcome> each : all) {
            noted += each.get() instanceof ReviewOutcome.Noted ? 1 : 0;
        }
        assertEquals(1, emergency.events("review-completed").size());
        assertEquals(noted, emergency.events("review-given").size());
        assertEquals(2, noted, "any two of these three fill both places");
    }

    @Test
    void reviewsAreRebuiltFromTheJournal() {
        emergency.review("otto", id, Finding.OBJECTION);
        world.clock.advance(Duration.ofDays(2));
        world.domain.reviews().reportOverdue();
        RequestId other = emergencyOfAnother();
        List<Review> before = world.domain.reviewViews().newest(world.person("aud"), 10);
        emergency.close();
        try (World again = new World(folder, EmptyDatabase.open(), false)) {
            assertEquals(before, again.domain.reviewViews().newest(again.person("aud"), 10));
            assertEquals(List.of(other, id), before.stream().map(Review::id).toList());
            assertTrue(before.getLast().reportedAt().isPresent() && before.getLast().open());
        }
    }

    private RequestId emergencyOfAnother() {
        RequestId other = emergency.granted("gita").id();
        emergency.reviewed(other);
        return other;
    }

    @Test
    void othersSeeNothingOfIt() {
        for (String who : List.of("emil", "gita")) {
            assertEquals(Optional.empty(), world.domain.reviewViews().of(world.person(who), id), who);
            assertEquals(List.of(), world.domain.reviewViews().newest(world.person(who), 10), who);
            assertEquals(Optional.empty(), world.domain.requestViews().show(world.person(who), id.value()),
                    who);
        }
        assertTrue(world.domain.requestViews().show(world.person("dora"), id.value()).isPresent(),
                "who is told may look");
        assertTrue(world.domain.reviewViews().of(world.person("eva"), id).isPresent(), "and who asked");
    }
}
