package io.sallyport.broker.session;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import java.time.Instant;

/**
 * What somebody wrote on a session, for good.
 *
 * @param text foreign: 1 to {@link NoteDesk#LENGTH} characters, lines end in a line feed; whoever shows it sanitizes it
 */
public record Note(PersonName author, Instant at, String text) {
    /** For scripts. */
    public Json.Obj json() {
        return Json.object().put("author", author.value()).put("at", at.toString()).put("text", text)
                .build();
    }
}
