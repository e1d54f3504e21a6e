package org.billwright.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the running jar. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
        return new String[] {"billwright " + version.orElse("(development)")};
    }
}
