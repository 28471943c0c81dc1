package io.sosia.jobs.evaluate.budget;

/**
 * What became of a promise.
 *
 * @param strangers where those came from who were not registered
 * @param trueMatches share of the stream's tracks that belonged to registered people
 * @param promised probability that a track of a stranger is taken for somebody
 * @param measured the same on strangers who were not in the stream, mean over the splits
 * @param deviation of the splits
 * @param low 5 % of the splits measured less
 * @param high 5 % of the splits measured more
 * @param within share of the splits that measured from half to twice the promise
 * @param unadjusted mean of what the fitted tail taken at its word would have given
 * @param fnir share of photos of registered people that were missed, mean over the splits
 * @param threshold mean over the splits
 * @param thresholdDeviation of the splits
 * @param trueMatchesFound share of the stream's tracks that the fit took for registered people
 * @param cllr cost of the likelihood ratios on photos that were not in the stream, mean over the splits
 * @param cllrLeast what it would be at best in hindsight
 * @param greatestLog10 the cap of the likelihood ratios, mean over the splits
 * @param splits how many
 * @param tracks of a stream, mean
 * @param people who are strangers, in a stream, mean
 * @param tracksTried photos of strangers that were not in the stream, mean
 * @param unbelieved splits whose stream a scan would not have believed, since it was too small
 */
public record BudgetFigure(
        String strangers,
        double trueMatches,
        double promised,
        double measured,
        double deviation,
        double low,
        double high,
        double within,
        double unadjusted,
        double fnir,
        double threshold,
        double thresholdDeviation,
        double trueMatchesFound,
        double cllr,
        double cllrLeast,
        double greatestLog10,
        int splits,
        double tracks,
        double people,
        double tracksTried,
        int unbelieved) {}
