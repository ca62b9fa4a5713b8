package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import java.util.List;

/** A window file in memory, for tests. */
record WindowFile(Windows windows, List<Problem> problems) {

    static WindowFile read(String text) {
        var problems = new Problems();
        YamlNode.Mapping document = YamlDocument.readMapping("windows.yaml", text, problems).orElseThrow();
        Windows windows = Windows.read(Fields.of(document, "windows.yaml", Windows.FIELDS, problems));
        return new WindowFile(windows, problems.all());
    }

    /** @throws AssertionError when there is anything wrong with the text */
    static Windows good(String text) {
        WindowFile file = read(text);
        if (!file.problems.isEmpty()) {
            throw new AssertionError(file.problems + "\n" + text);
        }
        return file.windows;
    }

    /** One window named {@code w} without exceptions. */
    static Windows one(String zone, String days, String from, String to) {
        return good("windows: { w: { zone: %s, weekly: [{ days: %s, from: \"%s\", to: \"%s\" }] } }\n"
                .formatted(zone, days, from, to));
    }
}
