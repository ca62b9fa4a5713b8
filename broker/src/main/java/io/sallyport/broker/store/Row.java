package io.sallyport.broker.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** One row of a result, with the column types this schema uses. Valid only inside the mapping it is given to. */
final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    String text(String column) throws SQLException {
        String text = result.getString(column);
        if (text == null) {
            throw new SQLException("column " + column + " is null");
        }
        return text;
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    Optional<Long> optionalNumber(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(value);
    }

    boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    Instant instant(String column) throws SQLException {
        return optionalInstant(column).orElseThrow(() -> new SQLException("column " + column + " is null"));
    }

    Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    Duration seconds(String column) throws SQLException {
        return Duration.ofSeconds(number(column));
    }
}
