package io.sosia.jobs.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Numbers for people, in the order in which they were first met. Serves one thread. */
final class People {

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of a person, a new one where they have none. */
    int number(String name) {
        return numbers.computeIfAbsent(name, fresh -> {
            names.add(fresh);
            return names.size() - 1;
        });
    }

    String name(int number) {
        return names.get(number);
    }

    int count() {
        return names.size();
    }

    /** A stratum for each number; below 0 to leave somebody out. */
    int[] strata(ToIntFunction<String> stratum) {
        return names.stream().mapToInt(stratum).toArray();
    }

    /** Everybody who is wanted in one stratum. */
    int[] stratum(Predicate<String> wanted) {
        return strata(name -> wanted.test(name) ? 0 : -1);
    }
}
