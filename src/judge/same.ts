import type { Prediction } from '../declare/types.ts';
import { stream } from '../random/index.ts';
import { energyEquivalence, less, sameCurve as curveTest } from '../statistics/index.ts';
import type { Assessor, Case } from './assessment.ts';
import { countedNote, show } from './notes.ts';
import { numbersOf } from './parts.ts';
import { column, isInvalid, samplesOf, type Invalid } from './samples.ts';

type Curve = { readonly at: readonly number[]; readonly values: readonly number[] };

/** Two arms have one distribution up to an energy distance: never from a test that fails to reject. */
export const sameDistribution: Assessor<Extract<Prediction, { kind: 'sameDistribution' }>> = (seen) => {
  const { analysis, table, prediction, alpha } = seen;
  const samples = samplesOf(analysis, table, prediction, prediction.arms);
  if (isInvalid(samples)) return samples;
  const region = less(prediction.margin);
  const result = energyEquivalence([...column(samples, 0)], [...column(samples, 1)], {
    region,
    alpha,
    paired: true,
    random: stream(analysis.id, 'bootstrap', prediction.measure),
  });
  return {
    ...numbersOf(result, region, result.oppositeP),
    parameter: `energy distance of ${prediction.measure}, ${prediction.arms.join(' and ')}`,
    unit: `√${analysis.descriptions[prediction.measure]?.unit || 'unit'}`,
    n: samples.rows.length,
    notes: countedNote(samples),
  };
};

/** Two arms have one mean curve: a simultaneous band over all positions lies inside the margin. */
export const sameCurve: Assessor<Extract<Prediction, { kind: 'sameCurve' }>> = (seen) => {
  const { analysis, prediction, alpha } = seen;
  const curves = curvesOf(seen);
  if (isInvalid(curves)) return curves;
  const grid = commonGrid(curves.flat(), prediction.from);
  if (grid.length === 0) return { invalid: 'expected curves that share positions, got none' };
  const [x, y] = curves.map((arm) => arm.map((curve) => grid.map((at) => valueAt(curve, at)))) as [
    number[][],
    number[][],
  ];
  const region = less(
    prediction.scale === 'ratio' ? Math.abs(Math.log(prediction.margin)) : prediction.margin,
  );
  const result = curveTest(x, y, {
    region,
    alpha,
    random: stream(analysis.id, 'bootstrap', prediction.measure),
  });
  return {
    ...numbersOf(result, region, result.oppositeP),
    parameter: `largest distance of the mean curves of ${prediction.measure}, ${prediction.arms.join(' and ')}`,
    unit:
      prediction.scale === 'ratio' ? 'log ratio' : (analysis.descriptions[prediction.measure]?.unit ?? ''),
    n: analysis.seeds.length,
    notes: [
      `${grid.length} positions from ${show(grid[0])} to ${show(grid.at(-1))}${result.at === undefined ? '' : `, largest at ${show(grid[result.at])}`}`,
    ],
  };
};

/** `[arms][seeds]`, on logarithms where the scale is `ratio`. */
function curvesOf({
  analysis,
  table,
  prediction,
}: Case<Extract<Prediction, { kind: 'sameCurve' }>>): readonly (readonly Curve[])[] | Invalid {
  const problems: string[] = [];
  const curves = prediction.arms.map((arm) =>
    analysis.seeds.map((seed): Curve => {
      const measured = table[arm]?.[prediction.measure]?.[seed] ?? { missing: 'the run was not trained' };
      const curve = 'missing' in measured ? undefined : measured.curve;
      if (curve === undefined) {
        problems.push(
          `${arm}, seed ${seed}: ${'missing' in measured ? measured.missing : 'there is no curve'}`,
        );
        return { at: [], values: [] };
      }
      if (prediction.scale !== 'ratio') return curve;
      if (curve.values.some((value) => !(value > 0)))
        problems.push(`${arm}, seed ${seed}: a ratio needs positive values`);
      return { at: curve.at, values: curve.values.map(Math.log) };
    }),
  );
  return problems.length > 0 ? { invalid: problems.slice(0, 3).join('; ') } : curves;
}

/** The positions of the curve with the fewest of them, as far as all curves reach. */
function commonGrid(curves: readonly Curve[], from = -Infinity): readonly number[] {
  const start = Math.max(from, ...curves.map(({ at }) => at[0] ?? Infinity));
  const end = Math.min(...curves.map(({ at }) => at.at(-1) ?? -Infinity));
  const coarsest = curves.reduce((least, curve) => (curve.at.length < least.at.length ? curve : least));
  return coarsest.at.filter((position) => position >= start && position <= end);
}

/** Linear between neighbouring positions. */
function valueAt({ at, values }: Curve, position: number): number {
  const next = at.findIndex((each) => each >= position);
  if (next <= 0 || at[next] === position) return values[Math.max(next, 0)]!;
  const part = (position - at[next - 1]!) / (at[next]! - at[next - 1]!);
  return values[next - 1]! + part * (values[next]! - values[next - 1]!);
}
