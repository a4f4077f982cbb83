package vpo.plugins.internal.host;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;

/**
 * Requests that come from the daemon itself, for whoever administers it: the same as from the command line, but handed
 * over as they are, and their jar is where the daemon has put it. On the host's thread.
 */
final class Administration {
    private static final Logger log = LoggerFactory.getLogger(Administration.class);

    private final Operator operator;

    Administration(Operator operator) {
        this.operator = operator;
    }

    PluginAnswer perform(PluginRequest request) throws InterruptedException {
        OperatorRequest asked = OperatorRequest.of(request.action(), OperatorRequest.JSON, "true");
        request.parameters().forEach(asked::putIfAbsent);
        // Whatever the parameters say.
        asked.put(OperatorRequest.JAR, request.jar().map(each -> each.toAbsolutePath().toString()).orElse(""));
        String file = asked.get(OperatorRequest.FILE);
        // Whatever the uploader called it, it gets to choose no folder.
        asked.put(OperatorRequest.FILE, file.substring(file.lastIndexOf('/') + 1));
        try {
            OperatorAnswer answer = operator.perform(asked);
            boolean done = answer.err().isEmpty();
            return new PluginAnswer(done, done ? answer.out() : "", answer.err().strip());
        } catch (IOException | RuntimeException | Error e) {
            log.debug("'{}' failed", asked, e);
            return new PluginAnswer(false, "", "the daemon cannot do it: " + e);
        }
    }
}
