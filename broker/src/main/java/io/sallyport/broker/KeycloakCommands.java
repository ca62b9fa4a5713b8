package io.sallyport.broker;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sallyport keycloak}: what an operator does with Keycloak beside running a broker. */
@Command(name = "keycloak", mixinStandardHelpOptions = true, description = "Set Keycloak up for Sallyport.", footer = {
        "", "Example:",
        "  sallyport keycloak init --config broker.yaml --password-file admin.password --dry-run"})
final class KeycloakCommands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which one? init");
    }
}
