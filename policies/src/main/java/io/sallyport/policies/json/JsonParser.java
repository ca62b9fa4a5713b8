package io.sallyport.policies.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON strictly (RFC 8259, narrowed): UTF-8 only, no duplicate fields, no fractions or exponents, nothing after
 * the value. Size is checked before decoding, depth while reading, so a stranger's text costs what its bound allows.
 */
public final class JsonParser {

    private final String text;
    private final int maxDepth;
    private int at;

    private JsonParser(String text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /**
     * Reads one value.
     *
     * @param maxBytes most bytes admitted, inclusive
     * @param maxDepth most nested lists and objects, inclusive; a plain value has depth 0
     * @throws JsonFormatException when the bytes are anything else
     */
    public static Json parse(byte[] bytes, int maxBytes, int maxDepth) {
        if (bytes.length > maxBytes) {
            throw new JsonFormatException(bytes.length + " bytes, at most " + maxBytes + " are read");
        }
        return new JsonParser(utf8(bytes), maxDepth).whole();
    }

    /** The same for text; the bound counts its UTF-8 bytes. */
    public static Json parse(String text, int maxBytes, int maxDepth) {
        // A text has at least as many bytes as characters: a too long one is refused before it is encoded.
        if (text.length() > maxBytes) {
            throw new JsonFormatException(
                    text.length() + " characters, at most " + maxBytes + " bytes are read");
        }
        return parse(text.getBytes(StandardCharsets.UTF_8), maxBytes, maxDepth);
    }

    /** An object at the top. @throws JsonFormatException when it is another value */
    public static Json.Obj parseObject(byte[] bytes, int maxBytes, int maxDepth) {
        if (parse(bytes, maxBytes, maxDepth) instanceof Json.Obj object) {
            return object;
        }
        throw new JsonFormatException("not an object");
    }

    /** The same for text. */
    public static Json.Obj parseObject(String text, int maxBytes, int maxDepth) {
        if (parse(text, maxBytes, maxDepth) instanceof Json.Obj object) {
            return object;
        }
        throw new JsonFormatException("not an object");
    }

    private static String utf8(byte[] bytes) {
        try {
            // A fresh decoder reports malformed input; new String would replace it and hide the difference.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new JsonFormatException("not UTF-8");
        }
    }

    private Json whole() {
        Json value = value(0);
        blanks();
        if (at < text.length()) {
            throw bad("something follows the value");
        }
        return value;
    }

    private Json value(int depth) {
        blanks();
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> new Json.Str(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json object(int depth) {
        enter(depth);
        Map<String, Json> fields = new LinkedHashMap<>();
        blanks();
        if (peek() == '}') {
            at++;
            return new Json.Obj(fields);
        }
        do {
            blanks();
            String name = string();
            blanks();
            expect(':');
            if (fields.put(name, value(depth)) != null) {
                throw bad("a field is written twice");
            }
            blanks();
        } while (another('}'));
        return new Json.Obj(fields);
    }

    private Json array(int depth) {
        enter(depth);
        List<Json> items = new ArrayList<>();
        blanks();
        if (peek() == ']') {
            at++;
            return new Json.Arr(items);
        }
        do {
            items.add(value(depth));
            blanks();
        } while (another(']'));
        return new Json.Arr(items);
    }

    private void enter(int depth) {
        if (depth > maxDepth) {
            throw bad("nested deeper than " + maxDepth);
        }
        at++;
    }

    private boolean another(char end) {
        if (peek() == end) {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw bad("not a JSON value");
        }
        at += word.length();
        return value;
    }

    private Json number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        boolean zeroFirst = at > digits && text.charAt(digits) == '0';
        // "-0" and "01" have a shorter spelling: two texts for one value would break hashes over it.
        if (at == digits || (zeroFirst && (at - digits > 1 || digits > start))) {
            throw bad("not a JSON value");
        }
        if (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0) {
            throw bad("only whole numbers are read");
        }
        try {
            return new Json.Num(Long.parseLong(text, start, at, 10));
        } catch (NumberFormatException e) {
            throw bad("a number beyond 64 bits");
        }
    }

    private String string() {
        expect('"');
        var value = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return whole(value.toString());
            }
            if (c < 0x20) {
                throw bad("a control character in a string");
            }
            value.append(c == '\\' ? escape() : c);
        }
    }

    private String whole(String value) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw bad("a lone surrogate in a string");
        }
        return value;
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw bad("an unknown escape");
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw bad("the text ends too early");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = text.charAt(at++);
            // Only ASCII digits: Character.digit would also take those of other scripts.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw bad("an unknown escape");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw bad("the text ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw bad("expected '" + wanted + "'");
        }
        at++;
    }

    private JsonFormatException bad(String why) {
        return new JsonFormatException(why + " (character " + at + ")");
    }
}
