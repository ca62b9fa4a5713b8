package io.sallyport.broker.console;

import io.sallyport.broker.service.LastDay;
import io.sallyport.broker.service.ServiceSheet;

/** What stands in the fields of a service account's form. {@code until} is the last day; networks stand one on a line, groups in a row. */
record ServiceTyped(String name, String title, String organisation, String owner, String until,
        String networks, String groups) {
    static final ServiceTyped EMPTY = new ServiceTyped("", "", "", "", "", "", "");
    private static final int SHORT = 64;
    private static final int TITLE = 400;
    private static final int LIST = 8000;

    static ServiceTyped of(ServiceSheet sheet) {
        return new ServiceTyped(sheet.account().name().value(), sheet.account().fullName(),
                sheet.account().organisation().value(), sheet.service().owner().value(),
                LastDay.of(sheet.service().until()), String.join("\n", sheet.service().networkTexts()),
                String.join(" ", sheet.groupTexts()));
    }

    /** As it was sent. */
    static ServiceTyped of(Call call) {
        return new ServiceTyped(call.field("name", SHORT).orElse(""), call.field("title", TITLE).orElse(""),
                call.field("organisation", SHORT).orElse(""), call.field("owner", SHORT).orElse(""),
                call.field("until", SHORT).orElse(""), call.field("networks", LIST).orElse(""),
                call.field("groups", LIST).orElse(""));
    }

    /** The same, safe to be shown again. */
    ServiceTyped shown() {
        return new ServiceTyped(Text.plain(name), Text.plain(title), Text.plain(organisation),
                Text.plain(owner), Text.plain(until), Text.plain(networks), Text.plain(groups));
    }
}
