/** Times of several runs, `Infinity` where the event had not come by a common horizon. */
export type PooledTimes = readonly number[];

/**
 * How late each of pooled times is: of an event by what is left of the runs just after it, of what outlasts the horizon
 * by the most.
 */
export type Scoring = (times: PooledTimes) => Float64Array;

/** What a scoring sums up over the event times: its start, and one step with d events among r at risk. */
interface Accumulation {
  readonly start: number;
  readonly step: (sum: number, events: number, atRisk: number) => number;
  readonly event: (sum: number) => number;
  readonly outlasting: (sum: number) => number;
}

const scoring =
  ({ start, step, event, outlasting }: Accumulation): Scoring =>
  (times) => {
    const order = times.map((_, i) => i).sort((a, b) => (times[a] === times[b] ? 0 : times[a]! - times[b]!));
    const scores = new Float64Array(times.length);
    let sum = start;
    for (let from = 0; from < order.length;) {
      const time = times[order[from]!]!;
      let to = from + 1;
      while (to < order.length && times[order[to]!] === time) to++;
      const outlasts = time === Infinity;
      if (!outlasts) sum = step(sum, to - from, order.length - from);
      for (let i = from; i < to; i++) scores[order[i]!] = outlasts ? outlasting(sum) : event(sum);
      from = to;
    }
    return scores;
  };

/**
 * Log-rank scores: the cumulative hazard Σ d/r at the time, less 1 for an event. They weigh all times alike.
 *
 * Example: `logRankScores([1, 2, Infinity])` is −2/3, −1/6, 5/6.
 * @see Peto & Peto 1972, JRSS A 135:185
 */
export const logRankScores = scoring({
  start: 0,
  step: (hazard, events, atRisk) => hazard + events / atRisk,
  event: (hazard) => hazard - 1,
  outlasting: (hazard) => hazard,
});

/**
 * Prentice–Wilcoxon scores: 1 − 2S of an event and 1 − S of what outlasts the horizon, S = Π (r − d + 1)/(r + 1). They
 * weigh early times most.
 *
 * Example: `prenticeScores([1, Infinity])` is −1/3, 1/3.
 * @see Prentice 1978, Biometrika 65:167
 */
export const prenticeScores = scoring({
  start: 1,
  step: (survival, events, atRisk) => (survival * (atRisk - events + 1)) / (atRisk + 1),
  event: (survival) => 1 - 2 * survival,
  outlasting: (survival) => 1 - survival,
});
