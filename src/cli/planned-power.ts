import type { Prediction } from '../declare/types.ts';
import { statementOf } from '../judge/index.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { fromBound, type HypothesisResult } from '../report/results.ts';
import { powerPaired } from '../statistics/power.ts';
import { mean, standardDeviation } from '../statistics/descriptives.ts';

/** The power of one prediction, from the spread that a pilot showed; undefined where no pilot tells. */
export interface PlannedPower {
  readonly statement: string;
  readonly power: number | undefined;
}

/** Differences between the first two arms of a prediction by seed, on its scale. */
function differences(prediction: Prediction, pilot: HypothesisResult): readonly number[] {
  if (!('arms' in prediction) || prediction.arms?.length !== 2) return [];
  const [first, second] = prediction.arms.map((arm) => pilot.values[arm]?.[prediction.measure] ?? {});
  const scaled = (value: number) => (prediction.scale === 'ratio' ? Math.log(value) : value);
  return Object.entries(first!).flatMap(([seed, one]) => {
    const other = second![seed];
    if (other === undefined || 'missing' in one || 'missing' in other) return [];
    const difference = scaled(fromBound(one.value)) - scaled(fromBound(other.value));
    return Number.isFinite(difference) ? [difference] : [];
  });
}

/**
 * The power of each comparison of two arms at the planned number of seeds, if the true difference and its spread are those
 * of the latest run. Predictions of other kinds are left out: their power has no closed form.
 */
export function powersFromPilot(
  analysis: AnalysisPlan,
  pilot: HypothesisResult | undefined,
): readonly PlannedPower[] {
  const comparisons = analysis.predictions.filter(
    (prediction) => 'arms' in prediction && prediction.arms?.length === 2 && prediction.kind !== 'ordered',
  );
  return comparisons.map((prediction) => {
    const statement = statementOf(prediction);
    const finding = pilot?.findings.find((each) => each.statement === statement);
    if (pilot === undefined || finding === undefined) return { statement, power: undefined };
    const seen = differences(prediction, pilot);
    const spread = seen.length < 2 ? 0 : standardDeviation(seen);
    if (!(spread > 0)) return { statement, power: undefined };
    const { lower, upper, outside } = finding.region;
    const power = powerPaired(analysis.seeds.length, {
      difference: mean(seen),
      standardDeviation: spread,
      region: { lower: fromBound(lower), upper: fromBound(upper), ...(outside ? { outside: true } : {}) },
      alpha: prediction.alpha ?? analysis.alpha,
    });
    return { statement, power };
  });
}
