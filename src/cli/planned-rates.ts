import type { MeasureTable } from '../measures/types.ts';
import { isRate, type Case } from '../predictions/index.ts';
import type { Prediction } from '../declare/types.ts';
import { fromBound, type FindingResult } from '../report/results.ts';
import { mean } from '../statistics/descriptives.ts';
import { countPairsOf } from '../statistics/index.ts';
import { powerOfPairedRates, powerOfRate } from '../statistics/rates/power.ts';

/** The columns that a prediction compares: one where an arm is held against a number, else first and second. */
type Columns = readonly [Column] | readonly [Column, Column];
interface Column {
  readonly arm: string;
  readonly measure: string;
}

/**
 * The power of the exact tests of rates, if the true rates are those that were seen; undefined where the prediction is of other values, or of another kind than comparisons of rates.
 *
 * @param finding of the pilot, whose region is that of the rate or of the difference of two
 */
export function plannedRates(
  { design, table, prediction, alpha }: Pick<Case<Prediction>, 'design' | 'table' | 'prediction' | 'alpha'>,
  finding: FindingResult,
  n: number,
  toward: 'supported' | 'refuted',
): number | undefined {
  if (!isRate(design.descriptions[prediction.measure])) return undefined;
  const { lower, upper, outside } = finding.region;
  const region = { lower: fromBound(lower), upper: fromBound(upper), ...(outside && { outside }) };
  const powers = columnsOf(prediction).map((columns) => {
    const [first, second] = columns.map((column) => valuesOf(table, column, design.seeds));
    if (second === undefined) return powerOfRate(n, { rate: mean(first!), region, alpha }, toward);
    const { firstOnly, secondOnly, n: pairs } = countPairsOf(first!.map((value, i) => value - second[i]!));
    return powerOfPairedRates(
      n,
      { firstOnly: firstOnly / pairs, secondOnly: secondOnly / pairs, region, alpha },
      toward,
    );
  });
  if (powers.length === 0 || powers.some(Number.isNaN)) return undefined;
  return toward === 'refuted' ? Math.max(...powers) : Math.min(...powers);
}

const comparisons: readonly string[] = ['equivalent', 'differs', 'greater', 'less', 'nonInferior'];

function columnsOf(prediction: Prediction): readonly Columns[] {
  const { measure } = prediction;
  if (prediction.kind === 'equals' || prediction.kind === 'above' || prediction.kind === 'below') {
    const { arm } = prediction;
    const reference = prediction.kind === 'equals' ? prediction.value : prediction.than;
    return [
      typeof reference === 'number'
        ? [{ arm, measure }]
        : [
            { arm, measure },
            { arm, measure: reference },
          ],
    ];
  }
  if (!comparisons.includes(prediction.kind) || !('arms' in prediction)) return [];
  const arms = prediction.arms ?? [];
  return arms.flatMap((first, index) =>
    arms.slice(index + 1).map((second): Columns => [
      { arm: first, measure },
      { arm: second, measure },
    ]),
  );
}

const valuesOf = (table: MeasureTable, { arm, measure }: Column, seeds: readonly string[]): number[] =>
  seeds.map((seed) => {
    const seen = table[arm]?.[measure]?.[seed];
    return seen === undefined || 'missing' in seen ? NaN : seen.value;
  });
