package io.sallyport.wire.text;

import io.sallyport.wire.Limits;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One event, one line, one JSON object: {@code at}, {@code level}, {@code logger}, {@code message} and, when
 * there is one, {@code error}. Every text goes through {@link Sanitize}. Safe for many threads.
 */
public final class OneLineFormatter extends Formatter {

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(256);
        line.append("{\"at\":")
                .append(quoted(record.getInstant().truncatedTo(ChronoUnit.MILLIS).toString(), 40));
        line.append(",\"level\":").append(quoted(record.getLevel().getName(), 40));
        String logger = record.getLoggerName();
        line.append(",\"logger\":").append(quoted(logger == null ? "" : logger, 200));
        line.append(",\"message\":").append(quoted(formatMessage(record), Limits.LOG_TEXT));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.append(",\"error\":").append(quoted(trace.toString(), Limits.LOG_TRACE));
        }
        return line.append("}\n").toString();
    }

    private static String quoted(String text, int most) {
        // After sanitizing, only the quote and the backslash mean something to JSON.
        return '"' + Sanitize.log(text, most).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
