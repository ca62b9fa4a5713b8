package io.sallyport.policies.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Looks at a document event by event before nodes are built of it. Building is recursive and follows aliases: deep text
 * would overflow the stack there, and a few lines of aliases would grow without bound.
 */
final class PlainText {

    private final String file;
    private final Problems problems;

    PlainText(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Reports anchors, aliases, tags and depth. Nodes may be built when there is no alias and nothing too deep. */
    boolean check(LoadSettings settings, String text) {
        boolean aliases = false;
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            check(event);
            aliases |= event instanceof AliasEvent;
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > YamlDocument.MOST_DEPTH) {
                problems.error(at(event), "too-deep",
                        "nested deeper than " + YamlDocument.MOST_DEPTH + " levels");
                return false;
            }
        }
        return !aliases;
    }

    private void check(Event event) {
        boolean anchor = event instanceof NodeEvent node && node.getAnchor().isPresent();
        if (anchor || event instanceof AliasEvent) {
            problems.error(at(event), "yaml-anchor", "anchors (&) and aliases (*) are not allowed",
                    "write the block again");
        }
        Optional<?> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
        if (tag.isPresent()) {
            problems.error(at(event), "yaml-tag", "tags (!) are not allowed");
        }
    }

    private Location at(Event event) {
        return event.getStartMark().map(mark -> new Location(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElse(new Location(file, 1, 1));
    }
}
