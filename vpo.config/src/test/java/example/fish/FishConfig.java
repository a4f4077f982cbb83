package example.fish;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Everything that a metatype can say of a table. */
@ObjectClassDefinition(name = "Fish")
public @interface FishConfig {
    enum Size {
        TINY, BIG
    }

    String name() default "a, b\\c ";

    @AttributeDefinition(min = "1", max = "64", required = false)
    int max__workers() default 2;

    @AttributeDefinition(min = "0")
    long bytes() default 5_000_000_000L;

    @AttributeDefinition(max = "1.5")
    double ratio() default 1;

    float factor() default 0.5f;

    boolean wet() default true;

    byte small() default 1;

    short port() default 80;

    char mark() default ',';

    Size size() default Size.BIG;

    @AttributeDefinition(options = {@Option("1"), @Option("2")})
    int level() default 1;

    @AttributeDefinition(min = "2", max = "5")
    String code() default "abc";

    @AttributeDefinition(type = AttributeType.PASSWORD, min = "8")
    String pin() default "";

    String api__key() default "";

    @AttributeDefinition(min = "8")
    String smtp__passwd() default "";

    int tokens() default 0;

    @AttributeDefinition(min = "1", max = "9")
    int[] depths() default {};

    @AttributeDefinition(cardinality = 2)
    String[] roots() default {"/a b", "c,d"};

    Size[] sizes() default {};

    String dotted_key() default "";
}
