package io.fairlead.config;

import io.fairlead.config.HttpRules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of a proxy while they are read. */
final class RulesDraft {
    final List<RuleDraft> request = new ArrayList<>();
    final List<String> requestAdditions = new ArrayList<>();
    final List<RuleDraft> response = new ArrayList<>();
    final List<String> responseAdditions = new ArrayList<>();

    /** {@code reqsetbe} and {@code reqisetbe}. */
    Stream<RuleDraft> switching() {
        return request.stream().filter(rule -> rule.target() != null);
    }

    HttpRules build() {
        return new HttpRules(
                build(request), List.copyOf(requestAdditions), build(response), List.copyOf(responseAdditions));
    }

    private static List<Rule> build(List<RuleDraft> drafts) {
        return drafts.stream().map(RuleDraft::build).toList();
    }
}
