package io.sallyport.broker.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Plain statements on one connection. Not safe for many threads. */
final class Sql {
    /** Makes a value of a row. */
    interface Mapping<T> {
        T map(Row row) throws SQLException;
    }

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** How many rows it changed. Arguments: text, numbers, booleans, instants, durations (seconds), optionals of these, records with one value (their text). */
    int run(String statement, Object... arguments) throws SQLException {
        try (PreparedStatement prepared = prepare(statement, arguments)) {
            return prepared.executeUpdate();
        }
    }

    <T> List<T> list(String query, Mapping<T> mapping, Object... arguments) throws SQLException {
        try (PreparedStatement prepared = prepare(query, arguments);
                ResultSet result = prepared.executeQuery()) {
            List<T> rows = new ArrayList<>();
            Row row = new Row(result);
            while (result.next()) {
                rows.add(mapping.map(row));
            }
            return rows;
        }
    }

    /** The first row. */
    <T> Optional<T> first(String query, Mapping<T> mapping, Object... arguments) throws SQLException {
        List<T> rows = list(query, mapping, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    private PreparedStatement prepare(String statement, Object... arguments) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        try {
            for (int i = 0; i < arguments.length; i++) {
                bind(prepared, i + 1, arguments[i]);
            }
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement prepared, int at, Object argument) throws SQLException {
        Object value = plain(argument);
        if (value == null) {
            prepared.setNull(at, Types.NULL);
        } else {
            prepared.setObject(at, value);
        }
    }

    private static @Nullable Object plain(Object argument) {
        return switch (argument) {
            case Optional<?> optional -> optional.isPresent() ? plain(optional.get()) : null;
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Duration duration -> duration.toSeconds();
            case Long number -> number;
            case Integer number -> number;
            case Boolean flag -> flag;
            case Object other -> other.toString();
        };
    }
}
