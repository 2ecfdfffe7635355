import type { Prediction } from '../declare/types.ts';
import { methodOf, statementOf } from '../predictions/index.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { fromBound, type HypothesisResult } from '../report/results.ts';
import { stream } from '../random/index.ts';
import { mean, standardDeviation } from '../statistics/descriptives.ts';
import { countPairsOf, disjoint, inside, type Region } from '../statistics/index.ts';
import { powerOfPairedRates, powerOfRate } from '../statistics/rates/power.ts';
import { powerPaired, type TPlan } from '../statistics/power.ts';
import { simulatePower } from '../statistics/power-simulation.ts';
import { skewGuardedMean } from '../statistics/skew-guarded-mean.ts';

/** The power of one prediction, from the spread that a pilot showed, or why it is unknown. */
export interface PlannedPower {
  readonly statement: string;
  /** What the hypothesis expects to establish. */
  readonly toward: 'supported' | 'refuted';
  readonly power: number | string;
}

const comparisons: readonly string[] = ['equivalent', 'differs', 'greater', 'less', 'nonInferior'];
const ofOneArm: readonly string[] = ['equals', 'above', 'below'];

/** One side of a comparison: an arm's measure, or a number. */
type Side = number | { readonly arm: string; readonly measure: string };

/** What a prediction compares with what: all pairs of its arms, or one arm's measure with a number or another measure. */
function pairsOf(prediction: Prediction, rates: boolean): readonly (readonly [Side, Side])[] {
  const { measure } = prediction;
  // The interval of `equals`, and of a rate, is that of the mean itself.
  if (prediction.kind === 'equals') {
    const { arm, value, scale } = prediction;
    const origin = scale === 'ratio' ? 1 : 0;
    return [[{ arm, measure }, typeof value === 'number' ? origin : { arm, measure: value }]];
  }
  if (prediction.kind === 'above' || prediction.kind === 'below') {
    const { arm, than } = prediction;
    return [[{ arm, measure }, typeof than === 'number' ? (rates ? 0 : than) : { arm, measure: than }]];
  }
  const arms = ('arms' in prediction ? prediction.arms : undefined) ?? [];
  return arms.flatMap((first, index) =>
    arms.slice(index + 1).map(
      (second) =>
        [
          { arm: first, measure },
          { arm: second, measure },
        ] as const,
    ),
  );
}

/** Differences between two sides by seed, on the scale of the prediction. */
function differences(
  { scale }: Prediction,
  pair: readonly [Side, Side],
  { values }: HypothesisResult,
): number[] {
  const scaled = (value: number) => (scale === 'ratio' ? Math.log(value) : value);
  const [first, second] = pair.map((side) => (seed: string) => {
    if (typeof side === 'number') return scaled(side);
    const seen = values[side.arm]?.[side.measure]?.[seed];
    return seen === undefined || 'missing' in seen ? NaN : scaled(fromBound(seen.value));
  });
  const seeds = Object.values(values).flatMap((arm) => Object.values(arm).flatMap(Object.keys));
  return [...new Set(seeds)].map((seed) => first!(seed) - second!(seed)).filter(Number.isFinite);
}

/** Power of the guarded t, which has no closed form: the share of 1,000 normal samples, or pairs of arms, that it decides. */
function guardedPower(
  n: number,
  { difference, standardDeviation, region, alpha }: Required<TPlan>,
  toward: PlannedPower['toward'],
  paired: boolean,
): number {
  const decided = toward === 'supported' ? inside : disjoint;
  return simulatePower(
    (random) => {
      const draw = (centre: number, spread: number) =>
        Array.from({ length: n }, () => centre + spread * random.normal());
      // Arms of one spread, so that their differences have the one that the pilot showed.
      const arms = [
        draw(difference, standardDeviation / Math.SQRT2),
        draw(0, standardDeviation / Math.SQRT2),
      ] as const;
      const sample = paired ? arms[0].map((x, i) => x - arms[1][i]!) : draw(difference, standardDeviation);
      const { interval } = skewGuardedMean(sample, {
        region,
        alpha,
        effectSizes: false,
        ...(paired && { arms }),
      });
      return interval !== undefined && decided(interval, region);
    },
    { random: stream('planned power', 'simulate', n) },
  ).power;
}

/** Power of the exact tests of rates, if the true rates are those that were seen; undefined where nothing was. */
function powerOfRates(
  seen: readonly number[],
  n: number,
  { paired, ...plan }: { readonly region: Region; readonly alpha: number; readonly paired: boolean },
  toward: PlannedPower['toward'],
): number | undefined {
  if (seen.length === 0) return undefined;
  if (!paired) return powerOfRate(n, { ...plan, rate: mean(seen) }, toward);
  const { firstOnly, secondOnly } = countPairsOf(seen);
  const rates = { firstOnly: firstOnly / seen.length, secondOnly: secondOnly / seen.length };
  return powerOfPairedRates(n, { ...plan, ...rates }, toward);
}

/**
 * The power of each comparison of arms, or of one with a number, at the planned number of seeds, if the true differences and their spread are those of
 * the latest run: of the pair that is hardest to support, or easiest to refute where that is expected. Student's t has a closed
 * form, its guarded version is simulated, rates are counted over all tables. Predictions of other kinds are left out.
 */
export function powersFromPilot(
  analysis: AnalysisPlan,
  pilot: HypothesisResult | undefined,
): readonly PlannedPower[] {
  const toward = analysis.expected === 'refuted' ? 'refuted' : 'supported';
  return analysis.predictions
    .filter(({ kind }) => comparisons.includes(kind) || ofOneArm.includes(kind))
    .map((prediction) => {
      const statement = statementOf(prediction);
      const finding = pilot?.findings.find((each) => each.statement === statement);
      if (pilot === undefined || finding === undefined) return { statement, toward, power: 'no pilot' };
      const { lower, upper, outside } = finding.region;
      const region = {
        lower: fromBound(lower),
        upper: fromBound(upper),
        ...(outside ? { outside: true } : {}),
      };
      const method = methodOf(prediction, analysis.descriptions[prediction.measure]);
      const alpha = prediction.alpha ?? analysis.alpha;
      const n = analysis.seeds.length;
      if (analysis.descriptions[prediction.measure]?.values === 'time')
        return { statement, toward, power: 'times are judged by signs, whose power is not planned' };
      const powers = pairsOf(prediction, method === 'rates').map((pair) => {
        const seen = differences(prediction, pair, pilot);
        if (method === 'rates')
          return powerOfRates(seen, n, { region, alpha, paired: pair[1] !== 0 }, toward);
        const spread = seen.length < 2 ? 0 : standardDeviation(seen);
        if (!(spread > 0)) return undefined;
        const plan = { difference: mean(seen), standardDeviation: spread, region, alpha };
        return method === 'skew-guarded'
          ? guardedPower(n, plan, toward, typeof pair[1] !== 'number')
          : powerPaired(n, plan, toward);
      });
      const known = powers.filter((power) => power !== undefined);
      if (known.length < powers.length) return { statement, toward, power: 'the pilot has no spread' };
      return { statement, toward, power: toward === 'refuted' ? Math.max(...known) : Math.min(...known) };
    });
}
