package io.sallyport.authority;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class AuthorityVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = AuthorityMain.class.getPackage().getImplementationVersion();
        return new String[]{"sallyport authority " + (version == null ? "(not packaged)" : version)};
    }
}
