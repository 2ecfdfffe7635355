import type { AnyPrediction, Case, Invalid } from '../case.ts';
import { unusable } from '../samples.ts';

type OfCurves = AnyPrediction & { readonly arms: readonly string[] };

/** Values by position. */
export interface Curve {
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** `[arms][seeds]`, on logarithms where the scale is `ratio`. */
export function curvesOf({
  design,
  table,
  prediction,
}: Case<OfCurves>): readonly (readonly Curve[])[] | Invalid {
  const problems: string[] = [];
  const curves = prediction.arms.map((arm) =>
    design.seeds.map((seed): Curve => {
      const measured = table[arm]?.[prediction.measure]?.[seed] ?? { missing: 'the run was not trained' };
      const curve = 'missing' in measured ? undefined : measured.curve;
      if (curve === undefined) {
        problems.push(
          `${arm}, seed ${seed}: ${'missing' in measured ? measured.missing : 'there is no curve'}`,
        );
        return { at: [], values: [] };
      }
      const problem = curve.values.map(unusable).find((each) => each !== undefined);
      if (problem !== undefined) problems.push(`${arm}, seed ${seed}: ${problem}`);
      if (prediction.scale !== 'ratio') return curve;
      if (curve.values.some((value) => !(value > 0)))
        problems.push(`${arm}, seed ${seed}: a ratio needs positive values`);
      return { at: curve.at, values: curve.values.map(Math.log) };
    }),
  );
  return problems.length > 0 ? { invalid: problems.slice(0, 3).join('; ') } : curves;
}

/** The positions of the curve with the fewest of them, as far as all curves reach. */
export function commonGrid(curves: readonly Curve[], from = -Infinity): readonly number[] {
  const start = Math.max(from, ...curves.map(({ at }) => at[0] ?? Infinity));
  const end = Math.min(...curves.map(({ at }) => at.at(-1) ?? -Infinity));
  const coarsest = curves.reduce((least, curve) => (curve.at.length < least.at.length ? curve : least));
  return coarsest.at.filter((position) => position >= start && position <= end);
}

/** Linear between neighbouring positions. */
export function valueAt({ at, values }: Curve, position: number): number {
  const next = at.findIndex((each) => each >= position);
  if (next <= 0 || at[next] === position) return values[Math.max(next, 0)]!;
  const part = (position - at[next - 1]!) / (at[next]! - at[next - 1]!);
  return values[next - 1]! + part * (values[next]! - values[next - 1]!);
}
