package vpo.dist;

import picocli.AutoComplete;
import vpo.launcher.cli.VpoCommand;

/** The completion of the command line by shells. */
final class Completions {
    private Completions() {}

    /** For bash. */
    static String bash() {
        // It is read by a shell and never run: no first line that names a program.
        return AutoComplete.bash("vpo", VpoCommand.commandLine()).replaceFirst("^#!.*\n", "");
    }

    /** For zsh, which understands the one for bash. */
    static String zsh() {
        return """
                #compdef vpo
                # zsh completes vpo with what is made for bash, which is beside this folder.
                autoload -Uz +X bashcompinit && bashcompinit
                source ${${funcsourcetrace[1]%:*}:A:h:h:h}/bash-completion/completions/vpo
                _bash_complete -o default -F _complete_vpo
                """;
    }
}
