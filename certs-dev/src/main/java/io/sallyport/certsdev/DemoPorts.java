package io.sallyport.certsdev;

/**
 * Where the broker listens on loopback; 0 means any free port.
 *
 * @param gateway engineers' SSH
 * @param console browser and API
 * @param agents agents' connections
 */
public record DemoPorts(int gateway, int console, int agents) {
    public static final DemoPorts ANY = new DemoPorts(0, 0, 0);

    public DemoPorts {
        for (int port : new int[]{gateway, console, agents}) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("a port is a number from 0 to 65535");
            }
        }
    }
}
