package io.sallyport.e2e;

import io.sallyport.certsdev.Demo;
import io.sallyport.certsdev.DemoFolder;
import io.sallyport.certsdev.DemoPorts;
import io.sallyport.certsdev.DemoStory;
import io.sallyport.certsdev.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What {@code ./sallyport demo --script} promises. */
@Order(2)
class DemoStoryIT {
    @Test
    void everyStepOfTheStoryHolds() throws IOException {
        Path root = Files.createTempDirectory("sallyport-story-");
        Scenario scenario = Scenario.example(System.getProperty("user.name"));
        try (Demo demo = new Demo(World.home(), new DemoFolder(root), scenario, System::nanoTime,
                new SecureRandom())) {
            demo.start(DemoPorts.ANY);
            new DemoStory(demo, System::nanoTime, System.out::println).play();
        } finally {
            Demo.remove(root);
        }
    }
}
