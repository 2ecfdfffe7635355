import type { Prediction } from '../declare/types.ts';
import { statementOf } from '../judge/index.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { fromBound, type HypothesisResult } from '../report/results.ts';
import { powerPaired } from '../statistics/power.ts';
import { mean, standardDeviation } from '../statistics/descriptives.ts';

/** The power of one prediction, from the spread that a pilot showed, or why it is unknown. */
export interface PlannedPower {
  readonly statement: string;
  /** What the hypothesis expects to establish. */
  readonly toward: 'supported' | 'refuted';
  readonly power: number | string;
}

const comparisons: readonly string[] = ['equivalent', 'differs', 'greater', 'less', 'nonInferior'];

/** The pairs of arms that a comparison speaks of, all against all. */
const pairsOf = (arms: readonly string[]) =>
  arms.flatMap((first, index) => arms.slice(index + 1).map((second) => [first, second] as const));

/** Differences between two arms by seed, on the scale of the prediction. */
function differences(
  prediction: Prediction,
  pair: readonly [string, string],
  pilot: HypothesisResult,
): number[] {
  const [first, second] = pair.map((arm) => pilot.values[arm]?.[prediction.measure] ?? {});
  const scaled = (value: number) => (prediction.scale === 'ratio' ? Math.log(value) : value);
  return Object.entries(first!).flatMap(([seed, one]) => {
    const other = second![seed];
    if (other === undefined || 'missing' in one || 'missing' in other) return [];
    const difference = scaled(fromBound(one.value)) - scaled(fromBound(other.value));
    return Number.isFinite(difference) ? [difference] : [];
  });
}

/**
 * The power of each comparison of arms at the planned number of seeds, if the true differences and their spread are those of
 * the latest run: of the pair that is hardest to support, or easiest to refute where that is expected. Predictions of other
 * kinds are left out: their power has no closed form.
 */
export function powersFromPilot(
  analysis: AnalysisPlan,
  pilot: HypothesisResult | undefined,
): readonly PlannedPower[] {
  const toward = analysis.expected === 'refuted' ? 'refuted' : 'supported';
  return analysis.predictions
    .filter(({ kind }) => comparisons.includes(kind))
    .map((prediction) => {
      const statement = statementOf(prediction);
      const finding = pilot?.findings.find((each) => each.statement === statement);
      if (
        pilot === undefined ||
        finding === undefined ||
        !('arms' in prediction) ||
        prediction.arms === undefined
      )
        return { statement, toward, power: 'no pilot' };
      const { lower, upper, outside } = finding.region;
      const region = {
        lower: fromBound(lower),
        upper: fromBound(upper),
        ...(outside ? { outside: true } : {}),
      };
      const powers = pairsOf(prediction.arms).map((pair) => {
        const seen = differences(prediction, pair, pilot);
        const spread = seen.length < 2 ? 0 : standardDeviation(seen);
        if (!(spread > 0)) return undefined;
        const alpha = prediction.alpha ?? analysis.alpha;
        const plan = { difference: mean(seen), standardDeviation: spread, region, alpha };
        return powerPaired(analysis.seeds.length, plan, toward);
      });
      const known = powers.filter((power) => power !== undefined);
      if (known.length < powers.length) return { statement, toward, power: 'the pilot has no spread' };
      return { statement, toward, power: toward === 'refuted' ? Math.max(...known) : Math.min(...known) };
    });
}
