package io.sallyport.broker.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Optional<String> CHG = Optional.of("CHG-7");
    private static final Fact<Ticket> OPEN = Fact.known(Ticket.of("CHG-7", Map.of("state", "open")));
    private static final Fact<Ticket> CLOSED = Fact.known(Ticket.of("CHG-7", Map.of("state", "closed")));

    private final FakeClock clock = new FakeClock();
    private final Map<String, TicketAnswer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> changes = new ArrayList<>();
    private final Tickets tickets = new Tickets(Optional.of(id -> {
        asked.incrementAndGet();
        return answers.getOrDefault(id, new TicketAnswer.None());
    }), (id, now) -> changes.add(id + " " + now), clock::nanos);

    private void say(String state) {
        answers.put("CHG-7", new TicketAnswer.Found(Ticket.of("CHG-7", Map.of("state", state))));
    }

    private void silence() {
        answers.put("CHG-7", new TicketAnswer.Silent("it can't be reached"));
    }

    @Test
    void withoutATicketSystemNothingIsKnownAndTheTextSaysSo() {
        Tickets none = new Tickets(Optional.empty(), Tickets.Changes.IGNORED, clock::nanos);
        for (TicketSight sight : List.of(none.ask(CHG), none.now(CHG), none.last(CHG))) {
            assertTrue(sight.unknown());
            assertTrue(sight.text().contains("no ticket system is configured"), sight.text());
        }
        assertEquals(Fact.absent(), none.ask(Optional.empty()).fact());
    }

    @Test
    void aFreshAnswerIsNeverMadeUpForByAnOlderOne() {
        say("open");
        assertEquals(OPEN, tickets.ask(CHG).fact());
        silence();
        assertTrue(tickets.ask(CHG).unknown());
        assertEquals(OPEN, tickets.now(CHG).fact(), "what begins under a grant may still use it");
    }

    @Test
    void whatIsOlderThanTwoMinutesIsNotKnownToWhatBeginsButHoldsForWhatRuns() {
        say("open");
        tickets.ask(CHG);
        clock.advance(Tickets.FRESH);
        assertEquals(OPEN, tickets.now(CHG).fact());
        clock.advance(Duration.ofSeconds(1));
        assertTrue(tickets.now(CHG).unknown());
        assertEquals(OPEN, tickets.last(CHG).fact());
    }

    @Test
    void memoryIsNeverAsked() {
        assertTrue(tickets.now(CHG).unknown());
        assertTrue(tickets.last(CHG).unknown());
        assertEquals(0, asked.get());
    }

    @Test
    void aRefreshTakesInWhatIsNewAndTellsItOnce() throws InterruptedException {
        say("open");
        tickets.ask(CHG);
        tickets.refresh(List.of("CHG-7"));
        assertEquals(List.of(), changes);
        say("closed");
        tickets.refresh(List.of("CHG-7"));
        tickets.refresh(List.of("CHG-7"));
        assertEquals(CLOSED, tickets.now(CHG).fact());
        assertEquals(List.of("CHG-7 " + CLOSED), changes);
        silence();
        tickets.refresh(List.of("CHG-7"));
        assertEquals(1, changes.size(), "silence is no news");
    }

    @Test
    void aChangeThatCanNotBeTakenDownDoesNotCount() {
        Tickets deaf = new Tickets(Optional.of(_ -> answers.getOrDefault("CHG-7", new TicketAnswer.None())),
                (_, _) -> {
                    throw new IllegalStateException("the disk is full");
                }, clock::nanos);
        say("open");
        deaf.ask(CHG);
        say("closed");
        assertThrows(IllegalStateException.class, () -> deaf.ask(CHG));
        assertEquals(OPEN, deaf.now(CHG).fact());
    }

    @Test
    void aTicketSystemThatIsAwayIsLeftAloneAfterAFewQuestions() throws InterruptedException {
        Tickets dead = new Tickets(Optional.of(_ -> {
            asked.incrementAndGet();
            return new TicketAnswer.Silent("it can't be reached");
        }), Tickets.Changes.IGNORED, clock::nanos);
        dead.refresh(IntStream.range(0, 500).mapToObj(i -> "CHG-" + i).toList());
        assertTrue(asked.get() >= 8 && asked.get() < 50, asked.toString());
        assertEquals(Optional.of("it can't be reached"), dead.trouble());
    }

    @Test
    void ticketsThatAreNeverAnsweredDoNotHideThoseBehindThem() throws InterruptedException {
        List<String> ids = new ArrayList<>(IntStream.range(0, 100).mapToObj(i -> "BAD-" + i).toList());
        ids.forEach(id -> answers.put(id, new TicketAnswer.Silent("it answers with status 500")));
        ids.addFirst("CHG-6");
        ids.add("CHG-7");
        say("open");
        tickets.refresh(ids);
        assertEquals(OPEN, tickets.now(CHG).fact());
    }

    @Test
    void whatNobodyNeedsIsForgottenAndWhatSomebodyNeedsIsNot() throws InterruptedException {
        say("open");
        tickets.ask(CHG);
        answers.put("CHG-8", new TicketAnswer.None());
        tickets.ask(Optional.of("CHG-8"));
        clock.advance(Duration.ofHours(3));
        silence();
        tickets.refresh(List.of("CHG-7"));
        assertEquals(OPEN, tickets.last(CHG).fact());
        assertTrue(tickets.last(Optional.of("CHG-8")).unknown());
    }

    @Test
    void theTextSaysWhatIsKnownAndHowOldItIs() {
        say("open");
        assertEquals("state open", tickets.ask(CHG).text());
        clock.advance(Duration.ofSeconds(20));
        assertEquals("state open (20 s ago)", tickets.now(CHG).text());
        silence();
        tickets.ask(CHG);
        assertTrue(tickets.now(CHG).text().contains("does not answer: it can't be reached"));
        assertEquals("there is no such ticket", tickets.ask(Optional.of("CHG-9")).text());
    }
}
