import type { Prediction } from '../declare/types.ts';
import { alphaAtLook } from '../judge/index.ts';
import type { Measured, MeasureTable } from '../measures/types.ts';
import type { AnalysisPlan } from '../plan/types.ts';
import { isTwoSided, kinds, statementOf, studiesOf, paceOf } from '../predictions/index.ts';
import { fromBound, type HypothesisResult } from '../report/results.ts';

/** The power of one prediction, from the seeds that a pilot showed, or why it is unknown. */
export interface PlannedPower {
  readonly statement: string;
  /** What the hypothesis expects to establish. */
  readonly toward: 'supported' | 'refuted';
  readonly power: number | string;
}

/** Studies that are judged by how long that takes: a power of 0.9 is known to within 3 points, 6 or 12. */
const studies = { quick: 400, slow: 100, slowest: 25 } as const;

/**
 * The power of each prediction at the planned number of seeds, if the truth is what the latest run estimated: the share
 * of simulated studies that get the verdict at the last look, by the method that judges.
 */
export function powersFromPilot(
  analysis: AnalysisPlan,
  pilot: HypothesisResult | undefined,
): readonly PlannedPower[] {
  const toward = analysis.expected === 'refuted' ? 'refuted' : 'supported';
  return analysis.predictions.map((prediction) => {
    const statement = statementOf(prediction);
    const finding = pilot?.findings.find((each) => each.statement === statement);
    const power =
      pilot === undefined || finding === undefined
        ? 'no pilot'
        : powerOf({ analysis, prediction, toward, pilot });
    return { statement, toward, power };
  });
}

interface Situation {
  readonly analysis: AnalysisPlan;
  readonly prediction: Prediction;
  readonly toward: PlannedPower['toward'];
  readonly pilot: HypothesisResult;
}

function powerOf({ analysis, prediction, toward, pilot }: Situation): number | string {
  const kind = kinds[prediction.kind];
  const alpha = alphaAtLook(analysis, prediction.alpha ?? analysis.alpha, Infinity, isTwoSided(prediction));
  const n = analysis.seeds.length;
  const table = tableOf(pilot);
  const seeds = [...new Set(Object.values(table).flatMap((arm) => Object.values(arm).flatMap(Object.keys)))];
  const design = { ...analysis, seeds };
  const judge = studiesOf(kind, { design, table, prediction, alpha });
  if (judge === undefined) return 'the pilot has fewer than two seeds';
  const shares = judge(n, studies[paceOf(kind, { prediction, design })]);
  return shares.invalid === shares.studies
    ? 'what the pilot showed cannot be judged'
    : shares[toward] / shares.studies;
}

/** The numbers of a pilot as the judge had them. */
const tableOf = ({ values }: HypothesisResult): MeasureTable =>
  mapped(values, (arm) => mapped(arm, (seeds) => mapped(seeds, measuredOf)));

function measuredOf(written: HypothesisResult['values'][string][string][string]): Measured {
  if ('missing' in written) return written;
  const { value, censored, curve } = written;
  return {
    value: fromBound(value),
    ...(censored && { censored }),
    ...(curve && { curve: { at: curve.at.map(fromBound), values: curve.values.map(fromBound) } }),
  };
}

const mapped = <A, B>(record: Readonly<Record<string, A>>, of: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
