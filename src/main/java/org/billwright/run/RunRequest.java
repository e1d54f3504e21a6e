package org.billwright.run;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.BodyMembers;
import org.billwright.json.ShapeNormalizer;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;

/**
 * A request to plan a run.
 *
 * @param period the month of the billing date
 * @param accounts the only accounts of the run
 * @param whatIf inputs that a trial changes
 * @param forecast what the charges of the run are expected to come to without taxes, by currency
 * @param workers how many chunks of the run are worked on at a time, in all processes
 */
public record RunRequest(
        RunKind kind,
        String cycleSpecificationId,
        YearMonth period,
        List<String> accounts,
        Optional<String> description,
        Optional<ObjectNode> whatIf,
        Optional<Integer> workers,
        Optional<ArrayNode> forecast) {
    private static final String FORECAST = "forecast";
    private static final Set<String> MEMBERS = Set.of(
            "@type",
            "kind",
            "billCycleSpecification",
            "period",
            "account",
            "description",
            "whatIf",
            "workers",
            FORECAST);
    static final int MAX_ACCOUNTS = 1_000;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2999;
    private static final int MAX_WORKERS = 64;
    private static final int MAX_FORECASTS = 20;

    /** Reads a body. What is invalid is a {@link org.billwright.problem.Problem.InvalidBody}. */
    public static RunRequest of(ObjectNode body) {
        BodyMembers.require(body, MEMBERS);
        var kind = RunKind.of(text(body, "kind").orElse(RunKind.REGULAR.code()));
        ProblemException.unless(kind.isPresent(), "kind", "must be one of " + String.join(", ", RunKind.codes()));
        var specification = text(body, "billCycleSpecification", "id");
        ProblemException.unless(specification.isPresent(), "billCycleSpecification.id", "is required");
        var whatIf = whatIf(body);
        ProblemException.unless(
                whatIf.isEmpty() || kind.orElseThrow() == RunKind.TRIAL, "whatIf", "is for a run of the kind trial");
        return new RunRequest(
                kind.orElseThrow(),
                specification.orElseThrow(),
                period(text(body, "period").orElse("")),
                accounts(body),
                description(body),
                whatIf,
                workers(body),
                forecast(body));
    }

    private static Optional<ArrayNode> forecast(ObjectNode body) {
        if (!body.has(FORECAST)) {
            return Optional.empty();
        }
        var given = body.path(FORECAST);
        ProblemException.unless(
                given.isArray() && !given.isEmpty() && given.size() <= MAX_FORECASTS,
                FORECAST,
                "must be an array of 1 to " + MAX_FORECASTS + " amounts");
        var units = new HashSet<String>();
        for (var amount : given) {
            var unit = text(amount, "unit").orElse("");
            ProblemException.unless(
                    amount.size() == 2 && amount.path("value").isNumber() && Money.isCurrency(unit),
                    FORECAST,
                    "must have a value and a unit of ISO 4217 for each amount");
            ProblemException.unless(units.add(unit), FORECAST, "has " + unit + " twice");
        }
        return Optional.of((ArrayNode) given);
    }

    /** Reads a month; {@code 2026-11} has the billing dates of that month. */
    public static YearMonth period(String month) {
        try {
            var period = YearMonth.parse(month);
            ProblemException.unless(
                    period.getYear() >= FIRST_YEAR && period.getYear() <= LAST_YEAR,
                    "period",
                    "must be in the years " + FIRST_YEAR + " to " + LAST_YEAR);
            return period;
        } catch (DateTimeException e) {
            ProblemException.unless(false, "period", "must be the month of the billing date, such as 2026-11");
            throw e;
        }
    }

    /** The ids of accounts in a body. */
    static List<String> accounts(ObjectNode body) {
        var given = body.path("account");
        ProblemException.unless(
                given.isMissingNode() || (given.isArray() && !given.isEmpty() && given.size() <= MAX_ACCOUNTS),
                "account",
                "must be an array of 1 to " + MAX_ACCOUNTS + " accounts; leave it out for all");
        var ids = given.valueStream().map(account -> text(account, "id")).toList();
        ProblemException.unless(
                ids.stream().allMatch(Optional::isPresent), "account", "must have the id of each account");
        return ids.stream().flatMap(Optional::stream).distinct().sorted().toList();
    }

    private static Optional<String> description(ObjectNode body) {
        var given = text(body, "description");
        ProblemException.unless(
                !body.has("description")
                        || given.filter(text -> text.length() <= ShapeNormalizer.MAX_TEXT_CHARACTERS)
                                .isPresent(),
                "description",
                "must be a text of up to " + ShapeNormalizer.MAX_TEXT_CHARACTERS + " characters");
        return given;
    }

    static Optional<Integer> workers(ObjectNode body) {
        return body.has("workers") ? Optional.of(workers(body.path("workers"))) : Optional.empty();
    }

    static int workers(JsonNode given) {
        ProblemException.unless(
                given.isInt() && given.asInt() > 0 && given.asInt() <= MAX_WORKERS,
                "workers",
                "must be a whole number, 1 to " + MAX_WORKERS);
        return given.asInt();
    }

    private static Optional<ObjectNode> whatIf(ObjectNode body) {
        if (!body.has("whatIf")) {
            return Optional.empty();
        }
        WhatIf.require(body.path("whatIf"));
        return Optional.of((ObjectNode) body.path("whatIf"));
    }
}
