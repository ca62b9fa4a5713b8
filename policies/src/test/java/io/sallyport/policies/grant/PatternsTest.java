package io.sallyport.policies.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

    private static final Commands LISTED = Commands
            .of(List.of("systemctl status *", "tail -n * /var/log/*", "ls **", "df -h"));

    @ParameterizedTest
    @ValueSource(strings = {"systemctl status web", "systemctl  status web", " systemctl status 'web'",
            "systemctl status \"a b\"",
            "ls", "ls -l /tmp", "ls --color=auto", "df -h"})
    void linesThatFitAPatternRun(String line) {
        assertTrue(LISTED.allows(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"systemctl status", "systemctl status a b", "systemctl status web; reboot",
            "systemctl status $(reboot)",
            "systemctl status `reboot`", "ls | sh", "ls\nreboot", "ls > /etc/passwd", "ls *", "ls ~",
            "PATH=/tmp ls", "ls 'unclosed",
            "ls \"$HOME\"", "ls \\x", "df  -h x", "", "  ", "reboot", "-ls", "''", "ls &", "ls {a,b}",
            "ls !x"})
    void linesThatDoNotFitOrThatAShellWouldReadAreRefused(String line) {
        assertFalse(LISTED.allows(line));
    }

    @Test
    void theWordsAreThoseThatRun() {
        assertEquals(Optional.of(List.of("systemctl", "status", "a b")),
                LISTED.words("systemctl status \"a b\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ls", "ls  -l", "* x", "s* x", "ls ** x", "ls a**", "ls; x", "ls 'x'",
            "ls $x"})
    void malformedCommandPatternsAreRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> Commands.of(List.of(pattern)));
    }

    @ParameterizedTest
    @CsvSource({"/var/log/**,/var/log/a/b,true", "/var/log/**,/var/log,true", "/var/log/**,/var/logs,false",
            "/tmp/*,/tmp/a,true", "/tmp/*,/tmp/a/b,false", "/tmp/*,/tmp/../etc/passwd,false",
            "/tmp/**,/tmp/../etc,false",
            "/tmp/*.log,/tmp/a.log,true", "/tmp/**,tmp/a,false", "/tmp/**,//tmp/a,false", "/**,/,true"})
    void pathsMatchNameByName(String pattern, String path, boolean allowed) {
        assertEquals(allowed, Paths.of(List.of(pattern)).allows(path));
    }

    @ParameterizedTest
    @CsvSource({"db1:5432,db1,5432,true", "db1:5432,DB1,5432,true", "db1:5432,db1,5433,false",
            "db1:5432,10.0.0.1,5432,false",
            "10.0.0.0/8:22,10.255.0.1,22,true", "10.0.0.0/8:22,11.0.0.1,22,false",
            "10.0.0.0/8:22,localhost,22,false",
            "10.0.0.5:22,10.0.0.5,22,true", "'[fd00::/8]:443',fd12::1,443,true",
            "'[fd00::/8]:443',fe80::1,443,false"})
    void destinationsMatchByNameOrLiteralAddress(String pattern, String host, int port, boolean allowed) {
        assertEquals(allowed, Destinations.of(List.of(pattern)).allows(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db1", "db1:0", "db1:65536", "10.1.2.3/8:22", "fd00::1:443", "*:22", "db1:22x",
            ":22", "10.0.0:22"})
    void malformedDestinationsAreRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> Destinations.of(List.of(pattern)));
    }

    @Test
    void aGlobWithManyStarsIsFast() {
        assertFalse(Glob.matches("*a".repeat(200) + "b", "a".repeat(8000)));
    }

    @Test
    void pathsSayNothingWithoutSftp() {
        assertEquals(Sftp.none(), new Sftp(Sftp.Mode.NONE, Paths.of(List.of("/tmp/*"))));
    }
}
