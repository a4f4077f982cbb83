package vpo.config.internal.metatype;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.schema.Rule;

/** What an attribute asks of a value beyond its type: its limits, and its options. */
final class AttributeRule {
    private static final int LONGEST_NUMBER = 100;

    private final Attribute attribute;
    private final List<Rule.Check> checks = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    private AttributeRule(Attribute attribute) {
        this.attribute = attribute;
    }

    /**
     * The rule of a value, or of each if the attribute takes several.
     *
     * @throws MetatypeException if a limit or an option is of another type than the attribute
     */
    static Rule of(Attribute attribute) throws MetatypeException {
        AttributeRule rule = new AttributeRule(attribute);
        rule.checks.add(attribute.type()::checked);
        rule.limits();
        rule.options();
        return new Rule(String.join("; ", rule.texts), rule::apply);
    }

    private Object apply(Object value) throws InvalidValueException {
        for (Rule.Check check : checks) {
            check.apply(value);
        }
        return value;
    }

    private void limits() throws MetatypeException {
        boolean number = attribute.type().isNumber();
        if (attribute.min().isEmpty() && attribute.max().isEmpty() || !number && !attribute.type().canBeEmpty()) {
            return;
        }
        Optional<BigDecimal> min = limit(attribute.min());
        Optional<BigDecimal> max = limit(attribute.max());
        String range = attribute.min().map(least -> attribute.max().map(most -> least + " to " + most)
                .orElse("at least " + least)).orElseGet(() -> "at most " + attribute.max().get());
        String text = number ? range : range + " characters";
        texts.add(text);
        checks.add(value -> {
            BigDecimal size = number
                    ? new BigDecimal(value.toString())
                    : BigDecimal.valueOf(((String) value).length());
            if (min.filter(least -> size.compareTo(least) < 0).isPresent()
                    || max.filter(most -> size.compareTo(most) > 0).isPresent()) {
                throw InvalidValueException.broken("Must be " + text);
            }
            return value;
        });
    }

    private Optional<BigDecimal> limit(Optional<String> text) throws MetatypeException {
        try {
            // To read a number takes more time than its length.
            return text.map(each -> new BigDecimal(each.substring(0, Math.min(each.length(), LONGEST_NUMBER))));
        } catch (NumberFormatException e) {
            throw new MetatypeException("has a limit of " + attribute.id() + " that is no number: " + text.get(), e);
        }
    }

    private void options() throws MetatypeException {
        if (attribute.options().isEmpty()) {
            return;
        }
        List<Object> allowed = new ArrayList<>();
        for (String option : attribute.options()) {
            allowed.add(PluginKey.parsed(attribute, option));
        }
        String text = "one of " + String.join(", ", attribute.options());
        texts.add(text);
        checks.add(value -> {
            if (!allowed.contains(value)) {
                throw InvalidValueException.broken("Must be " + text);
            }
            return value;
        });
    }
}
