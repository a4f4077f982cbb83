package vpo.lifecycle;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Says that a servlet component goes on answering while the daemon drains, as health does. Requests to any other
 * servlet are refused then. It sets the service property {@value #PROPERTY} to {@code true}.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface AnswersWhileDraining {
    /** Makes the property's name out of this type's: it is prefixed to {@code answers.while.draining}. */
    String PREFIX_ = "vpo.";

    /** The service property, of type {@code Boolean}. */
    String PROPERTY = "vpo.answers.while.draining";
}
