package io.sosia.jobs.demo;

import io.sosia.indexer.match.Verdict;
import io.sosia.jobs.scan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What should have been found of a person in a drama, and what was.
 *
 * @param work the drama
 * @param person who; for somebody registered twice, either name counts
 * @param expected what should have been said; empty where the person is not in that drama at all
 * @param found what was said; empty where nothing was
 * @param similarity the highest, if anything was found
 */
public record Comparison(
        String work, String person, Optional<Verdict> expected, Optional<Verdict> found, Optional<Double> similarity) {

    /** Whether what was found is what was expected. */
    public boolean agrees() {
        return expected.isPresent() && expected.equals(found);
    }

    /**
     * Compares, drama by drama.
     *
     * @param twin the second id under which {@code doubled} is registered
     */
    public static List<Comparison> of(List<Contract> contracts, List<Finding> findings, String doubled, String twin) {
        List<Comparison> compared = new ArrayList<>();
        Set<String> explained = new TreeSet<>();
        for (Contract contract : contracts) {
            List<Finding> fitting = findings.stream()
                    .filter(f -> f.work().equals(contract.work()))
                    .filter(f -> f.person().equals(contract.person())
                            || (contract.person().equals(doubled) && f.person().equals(twin)))
                    .toList();
            fitting.forEach(f -> explained.add(f.id()));
            // Two episodes may be judged differently; the one that says what was expected speaks for both.
            Optional<Verdict> found = fitting.stream()
                    .map(Finding::verdict)
                    .filter(contract.expected()::equals)
                    .findFirst()
                    .or(() -> fitting.stream().map(Finding::verdict).findFirst());
            compared.add(new Comparison(
                    contract.work(),
                    contract.person(),
                    Optional.of(contract.expected()),
                    found,
                    fitting.stream().map(Finding::similarity).max(Double::compare)));
        }
        for (Finding finding : findings) {
            if (!explained.contains(finding.id())) {
                compared.add(new Comparison(
                        finding.work(),
                        finding.person(),
                        Optional.empty(),
                        Optional.of(finding.verdict()),
                        Optional.of(finding.similarity())));
            }
        }
        return compared;
    }
}
