/** No path of the judge is without a row in docs/calibration.md. */
import { describe, expect, test } from 'vitest';
import { calibrationCases } from '../../bench/calibration/registry.ts';
import { nameOf } from '../../bench/calibration/results.ts';
import { paths } from '../../bench/calibration/paths/index.ts';
import { EVERY_KIND, type Path } from '../../bench/calibration/paths/path.ts';
import { kinds, methodNamed, predictionSchema } from '../../src/predictions/index.ts';
import type { Prediction } from '../../src/declare/types.ts';

const predictions = paths.flatMap((path) => path.predictions);
const names = Object.keys(kinds) as Prediction['kind'][];
const words = (name: string): readonly string[] => {
  const options = predictionSchema.options.map(({ shape }) => (shape as Record<string, unknown>)[name]);
  return [
    ...new Set(
      options
        .filter((option) => option !== undefined)
        .flatMap((option) => (option as { unwrap(): { options: { options?: string[] }[] } }).unwrap().options)
        // A method by reference is the user's, and so is its calibration.
        .flatMap(({ options: named = [] }) => named),
    ),
  ];
};
const methods = words('method');

/** What an assessor does in another way when a prediction says it, beside the scale and the method. */
const forms: readonly (readonly [string, (path: Path, prediction: Prediction) => boolean])[] = [
  ['equals a number', (_, p) => p.kind === 'equals' && typeof p.value === 'number'],
  ['equals another measure', (_, p) => p.kind === 'equals' && typeof p.value === 'string'],
  ['above a number', (_, p) => p.kind === 'above' && typeof p.than === 'number'],
  ['above another measure', (_, p) => p.kind === 'above' && typeof p.than === 'string'],
  ['below a number', (_, p) => p.kind === 'below' && typeof p.than === 'number'],
  ['below another measure', (_, p) => p.kind === 'below' && typeof p.than === 'string'],
  ['above or below by a margin', (_, p) => (p.kind === 'above' || p.kind === 'below') && p.by !== undefined],
  ['differs by a margin', (_, p) => p.kind === 'differs' && p.by !== undefined],
  ['equivalent, more than two arms', (_, p) => p.kind === 'equivalent' && p.arms.length > 2],
  [
    'non-inferior where higher is better',
    ({ better }, p) => p.kind === 'nonInferior' && better === undefined,
  ],
  ['non-inferior where lower is better', ({ better }, p) => p.kind === 'nonInferior' && better === 'lower'],
  ['peaks where lower is better', ({ better }, p) => p.kind === 'peakScales' && better === 'lower'],
  ['breaks where lower is better', ({ better }, p) => p.kind === 'breaks' && better === 'lower'],
  ['breaks where neither is better', ({ better }, p) => p.kind === 'breaks' && better === 'neither'],
  ['an interaction by a margin', (_, p) => p.kind === 'interaction' && p.by !== undefined],
  ['an interaction, positive', (_, p) => p.kind === 'interaction' && p.direction === 'positive'],
  ['an interaction, negative', (_, p) => p.kind === 'interaction' && p.direction === 'negative'],
  ['no interaction', (_, p) => p.kind === 'interaction' && p.margin !== undefined],
  ['ordered, increasing', (_, p) => p.kind === 'ordered' && p.direction === 'increasing'],
  ['ordered, decreasing', (_, p) => p.kind === 'ordered' && p.direction === 'decreasing'],
  ['trend, increasing', (_, p) => p.kind === 'trend' && p.direction === 'increasing'],
  ['trend, decreasing', (_, p) => p.kind === 'trend' && p.direction === 'decreasing'],
  ['trend of at least so much', (_, p) => p.kind === 'trend' && p.atLeast !== undefined],
  ['correlates, positive', (_, p) => p.kind === 'correlates' && p.direction === 'positive'],
  ['correlates, negative', (_, p) => p.kind === 'correlates' && p.direction === 'negative'],
  ['correlates by at least so much', (_, p) => p.kind === 'correlates' && p.atLeast !== undefined],
  ['correlates given a covariate', (_, p) => p.kind === 'correlates' && p.given === 'factor'],
  ['correlates given a measure that both follow', ({ cause }) => cause !== undefined],
  ['scales within a factor', (_, p) => p.kind === 'scales' && p.fit !== undefined],
  [
    'a trend over arms that share values',
    ({ factors = {} }, p) =>
      p.kind === 'trend' && new Set(Object.values(factors)).size < Object.values(factors).length,
  ],
  ['correlates given a measure', ({ third }, p) => p.kind === 'correlates' && third === true],
  ['same curve from a position on', (_, p) => p.kind === 'sameCurve' && p.from !== undefined],
  ['an error rate of its own', (_, p) => p.alpha !== undefined],
  ['diverged runs as the worst value', (_, p) => p.diverged === 'worst'],
  ['several predictions', (path) => path.predictions.length > 1],
  ['a control', ({ controls = [] }) => controls.length > 0],
  ['a stop for futility', ({ futility }) => futility !== undefined],
];

/** Kinds that are judged by the test of another: by its region, or by the same places. */
const SAME_TEST: Partial<Readonly<Record<Prediction['kind'], Prediction['kind']>>> = {
  curvesDiffer: 'sameCurve',
  depends: 'scales',
  peakDepends: 'peakScales',
  peakRatio: 'peakScales',
};

/** Kinds that are judged alike have one name here: comparisons of arms, and one arm against a reference. */
const alike = (kind: Prediction['kind']): string =>
  ['differs', 'greater', 'less', 'nonInferior', 'ordered'].includes(kind)
    ? 'equivalent'
    : kind === 'below'
      ? 'above'
      : (SAME_TEST[kind] ?? kind);

describe('a calibrated path', () => {
  test.each(names)('exists for %s at one look', (kind) => {
    const found = paths.filter(({ looks }) => (looks?.[0]?.length ?? 1) === 1);
    expect(found.flatMap((path) => path.predictions.map((each) => each.kind))).toContain(kind);
  });

  test.each(names)('exists for %s, or another kind that is judged alike, with looks', (kind) => {
    const found = paths.filter(({ looks }) => (looks?.[0]?.length ?? 1) > 1);
    const judged = found.flatMap((path) => path.predictions.map((each) => alike(each.kind)));
    expect(judged).toContain(alike(kind));
  });

  // `scales`, `trend` and `correlates` take logarithms or ranks whatever the scale; `ordered` is judged as `greater`
  // is.
  test.each([
    'equivalent',
    'differs',
    'greater',
    'less',
    'nonInferior',
    'interaction',
    'breaks',
    'breakScales',
    'equals',
    'above',
    'below',
    'peakScales',
    'sameDistribution',
    'sameCurve',
  ])('exists for %s as a ratio', (kind) => {
    expect(predictions.filter(({ scale }) => scale === 'ratio').map((each) => each.kind)).toContain(kind);
  });

  test.each(methods)('exists for claims inside a region and beyond one by the method %s', (method) => {
    const named = (each: Prediction) => methodNamed(each) ?? 'student';
    const by = predictions.filter((each) => named(each) === method).map((each) => each.kind);
    expect(by).toEqual(expect.arrayContaining(['equivalent', 'greater']));
  });

  test.each(forms)('exists for %s', (_, holds) => {
    expect(paths.some((path) => path.predictions.some((each) => holds(path, each)))).toBe(true);
  });
});

test('the schema has the methods that the list above takes from it', () => {
  expect([...methods].sort()).toEqual(['bootstrap', 'sign-flip', 'skew-guarded', 'student', 'wilcoxon']);
});

test('a path is measured on every kind of data, unless it says on which', () => {
  const onAll = paths.filter(({ kinds }) => kinds === undefined);
  expect(onAll.length).toBeGreaterThan(0);
  for (const { name } of onAll)
    expect(calibrationCases.filter(({ method }) => method === name).map(({ data }) => data)).toEqual(
      expect.arrayContaining([...EVERY_KIND]),
    );
});

test('no two rows have one name', () => {
  const names = calibrationCases.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
});
