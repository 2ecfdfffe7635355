/**
 * "Needs about n": fresh studies of the size that a finding asks for reach the verdict that it promises about as often
 * as it says.
 */
import { describe, expect, test } from 'vitest';
import type { Prediction } from '../../src/declare/types.ts';
import { stream } from '../../src/random/index.ts';
import { mean, normalCdf, normalQuantile } from '../../src/statistics/index.ts';
import { findingOf, judgeNumbers, type Given, type Numbers, type Value } from './numbers.ts';

/** What a study shows of one seed, from independent standard normal numbers: arm → value, or measure → arm → value. */
interface World {
  readonly normals: number;
  readonly seed: (z: readonly number[]) => Readonly<Record<string, Value>>;
  /** Further measures. */
  readonly also?: Readonly<Record<string, (z: readonly number[]) => Readonly<Record<string, Value>>>>;
}

interface Situation extends World {
  readonly name: string;
  readonly prediction: Prediction;
  readonly toward?: 'supported' | 'refuted';
  /** Seeds of the pilot, or how many quantiles of each normal number it has, all with all; default 8 seeds. */
  readonly pilot?: number | readonly number[];
  /** Fresh studies; default 1,000, whose share of 0.9 is known to 1 point. */
  readonly studies?: number;
  /** By how much more than five points the power may exceed what was promised. */
  readonly stricter?: number;
  readonly covariates?: Given['covariates'];
  readonly looks?: (n: number) => readonly number[];
}

/**
 * Columns of m normal quantiles in random order, made orthogonal and of variance 1, so that a pilot's means and
 * covariances are the true ones.
 */
function exactNormals(m: number, columns: number): number[][] {
  const random = stream('pilot', 'simulate', m, columns);
  const quantiles = Array.from({ length: m }, (_, i) => normalQuantile((i + 0.5) / m));
  const done: number[][] = [];
  while (done.length < columns) {
    const column = [...random.permutation(m)].map((i) => quantiles[i]!);
    for (const other of done) {
      const part = column.reduce((sum, x, i) => sum + x * other[i]!, 0) / (m - 1);
      column.forEach((_, i) => (column[i]! -= part * other[i]!));
    }
    const centre = mean(column);
    const size = Math.sqrt(column.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (m - 1));
    done.push(column.map((x) => (x - centre) / size));
  }
  return Array.from({ length: m }, (_, i) => done.map((column) => column[i]!));
}

/** Every combination of so many quantiles of each. */
const grid = (sizes: readonly number[]): number[][] =>
  sizes.reduce<number[][]>(
    (rows, size) =>
      rows.flatMap((row) =>
        Array.from({ length: size }, (_, i) => [...row, normalQuantile((i + 0.5) / size)]),
      ),
    [[]],
  );

const numbersOf = (rows: readonly (readonly number[])[], seed: World['seed']): Numbers => {
  const seeds = rows.map((row) => seed(row));
  return Object.fromEntries(Object.keys(seeds[0]!).map((arm) => [arm, seeds.map((values) => values[arm]!)]));
};

/** The numbers of a study, and what else `judgeNumbers` takes. */
function study({ seed, also = {}, prediction, covariates }: Situation, rows: readonly (readonly number[])[]) {
  const given: Given = {
    measure: prediction.measure,
    also: Object.fromEntries(Object.entries(also).map(([name, of]) => [name, numbersOf(rows, of)])),
    ...(covariates && { covariates }),
  };
  return { numbers: numbersOf(rows, seed), given };
}

function shareOf(situation: Situation, n: number): number {
  const { prediction, studies = 1000, toward = 'supported', normals, looks } = situation;
  let reached = 0;
  for (let i = 0; i < studies; i++) {
    const random = stream('fresh', 'simulate', i);
    const rows = Array.from({ length: n }, () => Array.from({ length: normals }, () => random.normal()));
    const { numbers, given } = study(situation, rows);
    const judged = judgeNumbers(numbers, [prediction], {
      ...given,
      details: false,
      ...(looks && { looks: looks(n) }),
    });
    if (judged.findings[0]!.verdict === toward) reached++;
  }
  return reached / studies;
}

const along = (...values: number[]) =>
  Object.fromEntries(values.map((ratio, i) => ['abcdef'[i]!, { ratio, batchSize: ratio }]));
/** One of four quantiles of the exponential law, which a pilot of few seeds can show whole. */
const exponential = (z: number) => -Math.log(1 - (Math.floor(4 * normalCdf(z)) + 0.5) / 4);
const until = (time: number, end: number): Value => (time > end ? { cutOff: end } : time);
/** Values of arms with spread 1, of which half the variance is shared by the seed. */
const arms =
  (...means: number[]): World['seed'] =>
  (z) =>
    Object.fromEntries(means.map((centre, i) => ['abcdef'[i]!, centre + Math.SQRT1_2 * (z[0]! + z[i + 1]!)]));
const logarithmic =
  (of: World['seed'], spread: number): World['seed'] =>
  (z) =>
    Object.fromEntries(
      Object.entries(of(z)).map(([arm, value]) => [arm, Math.exp(spread * (value as number))]),
    );

const two = { arms: ['a', 'b'] } as const;
const situations: readonly Situation[] = [
  {
    name: 'greater',
    normals: 3,
    seed: arms(0.6, 0),
    prediction: { kind: 'greater', measure: 'accuracy', ...two },
  },
  {
    name: 'greater, to be refuted',
    normals: 3,
    seed: arms(0, 0.6),
    prediction: { kind: 'greater', measure: 'accuracy', ...two },
    toward: 'refuted',
  },
  {
    name: 'greater at the last of two looks',
    normals: 3,
    seed: arms(0.6, 0),
    prediction: { kind: 'greater', measure: 'accuracy', ...two },
    looks: (n) => [n >> 1, n],
  },
  {
    name: 'nonInferior by ranks',
    normals: 3,
    seed: arms(0, 0),
    studies: 400,
    prediction: { kind: 'nonInferior', measure: 'accuracy', ...two, margin: 0.6, method: 'wilcoxon' },
  },
  {
    name: 'equivalent, two arms',
    normals: 3,
    seed: arms(0, 0),
    prediction: { kind: 'equivalent', measure: 'accuracy', ...two, margin: 0.6 },
  },
  {
    name: 'equivalent, three arms',
    normals: 4,
    seed: arms(0, 0.1, 0.1),
    prediction: { kind: 'equivalent', measure: 'accuracy', arms: ['a', 'b', 'c'], margin: 0.6 },
  },
  {
    name: 'equivalent, five arms, to be refuted',
    normals: 6,
    seed: arms(0, 0, 0, 0, 1),
    studies: 400,
    pilot: 12,
    prediction: { kind: 'equivalent', measure: 'accuracy', arms: ['a', 'b', 'c', 'd', 'e'], margin: 0.2 },
    toward: 'refuted',
  },
  {
    name: 'differs by a factor',
    normals: 3,
    seed: logarithmic(arms(1, 0), 0.3),
    prediction: { kind: 'differs', measure: 'loss', ...two, by: 1.1, scale: 'ratio' },
  },
  {
    name: 'equals',
    normals: 1,
    seed: ([z]) => ({ a: 1 + 0.1 * z! }),
    prediction: { kind: 'equals', measure: 'accuracy', arm: 'a', value: 1.01, margin: 0.08 },
  },
  {
    name: 'above, of skewed values',
    normals: 1,
    seed: ([z]) => ({ a: Math.exp(0.5 * z!) }),
    prediction: { kind: 'above', measure: 'accuracy', arm: 'a', than: 0.96 },
    pilot: 24,
  },
  {
    name: 'below, to be refuted',
    normals: 1,
    seed: ([z]) => ({ a: 1 + 0.1 * z! }),
    prediction: { kind: 'below', measure: 'accuracy', arm: 'a', than: 0.94 },
    toward: 'refuted',
  },
  {
    name: 'ordered',
    normals: 4,
    seed: arms(0, 0.6, 1.2),
    prediction: { kind: 'ordered', measure: 'accuracy', arms: ['a', 'b', 'c'], direction: 'increasing' },
  },
  {
    name: 'trend',
    normals: 5,
    seed: arms(0, 0.15, 0.3, 0.45),
    studies: 300,
    prediction: { kind: 'trend', measure: 'accuracy', along: 'ratio', direction: 'increasing' },
    covariates: along(1, 2, 4, 8),
    pilot: 6,
  },
  {
    name: 'correlates with another measure',
    normals: 10,
    seed: (z) => Object.fromEntries([0, 1, 2, 3, 4].map((i) => ['abcde'[i]!, z[i]!])),
    also: {
      width: (z) =>
        Object.fromEntries([0, 1, 2, 3, 4].map((i) => ['abcde'[i]!, 3 + 0.3 * (0.25 * z[i]! + z[i + 5]!)])),
    },
    studies: 500,
    prediction: { kind: 'correlates', measure: 'accuracy', with: 'width', direction: 'positive' },
    pilot: 12,
  },
  {
    name: 'scales',
    normals: 5,
    seed: logarithmic(arms(0, Math.LN2, 2 * Math.LN2, 3 * Math.LN2), 1),
    studies: 300,
    prediction: { kind: 'scales', measure: 'loss', along: 'ratio', exponent: 1, within: 0.25 },
    covariates: along(1, 2, 4, 8),
  },
  {
    name: 'depends',
    normals: 4,
    seed: logarithmic(arms(0, 0.35, 0.7), 1),
    studies: 300,
    prediction: { kind: 'depends', measure: 'loss', along: 'ratio', outside: [-0.2, 0.2] },
    covariates: along(1, 2, 4),
  },
  {
    name: 'breaks',
    normals: 6,
    seed: arms(0, 0, 0, -1.6, -2.4),
    studies: 300,
    prediction: {
      kind: 'breaks',
      measure: 'accuracy',
      along: 'ratio',
      arms: ['a', 'b', 'c', 'd', 'e'],
      margin: 0.65,
      between: [2, 8],
    },
    covariates: along(1, 2, 4, 8, 16),
  },
  {
    name: 'sameDistribution',
    normals: 3,
    seed: arms(0, 0),
    // A plan has 199 draws where the judge has more, and asks for more seeds than it takes.
    stricter: 0.03,
    prediction: { kind: 'sameDistribution', measure: 'accuracy', ...two, margin: 0.6 },
    studies: 400,
    pilot: 12,
  },
  {
    name: 'sameCurve',
    normals: 5,
    seed: (z) => ({
      a: { curve: [z[0]!, z[1]!, z[2]!].map((x) => x) },
      b: { curve: [z[0]! + 0.7 * z[3]!, z[1]! + 0.7 * z[4]!, z[2]! + 0.7 * z[3]!] },
    }),
    prediction: { kind: 'sameCurve', measure: 'path', ...two, margin: 0.55 },
    pilot: 5,
    studies: 150,
  },
  {
    name: 'peakScales',
    normals: 7,
    seed: (z) =>
      Object.fromEntries(
        [0, 1, 2, 3, 4, 5].map((i) => ['abcdef'[i]!, -Math.abs((i % 3) - 1) + 1.3 * z[i + 1]! + z[0]!]),
      ),
    prediction: {
      kind: 'peakScales',
      measure: 'accuracy',
      over: 'batchSize',
      along: 'ratio',
      exponent: 0,
      within: 0.5,
    },
    covariates: Object.fromEntries(
      [0, 1, 2, 3, 4, 5].map((i) => ['abcdef'[i]!, { ratio: i < 3 ? 1 : 2, batchSize: 2 ** (i % 3) }]),
    ),
    studies: 150,
  },
  {
    name: 'a time that is cut off',
    normals: 2,
    seed: ([x, y]) => ({ a: until(900 * exponential(x!), 1200), b: until(500 * exponential(y!), 1200) }),
    prediction: { kind: 'greater', measure: 'steps', ...two },
    pilot: [4, 4],
    studies: 150,
  },
  {
    name: 'a rate of one arm',
    normals: 1,
    seed: ([z]) => ({ a: Number(z! < normalQuantile(0.125)) }),
    prediction: { kind: 'below', measure: 'diverged', arm: 'a', than: 0.4 },
    pilot: [8],
  },
  {
    name: 'two rates',
    normals: 2,
    seed: ([x, y]) => ({ a: Number(x! < 0), b: Number(y! < normalQuantile(0.25)) }),
    studies: 200,
    prediction: { kind: 'greater', measure: 'diverged', ...two },
    pilot: [2, 4],
  },
];

describe('a study of as many seeds as a finding needs reaches the verdict in nine of ten, within five points', () => {
  test.each(situations)(
    '$name',
    (situation) => {
      const { prediction, toward = 'supported', pilot = 8, normals, looks } = situation;
      const { numbers, given } = study(
        situation,
        typeof pilot === 'number' ? exactNormals(pilot, normals) : grid(pilot),
      );
      const found = findingOf(numbers, prediction, {
        ...given,
        ...(looks && { looks: looks(numbers['a']!.length) }),
      });
      const share = found.replicatesNeeded === undefined ? NaN : shareOf(situation, found.replicatesNeeded);
      expect(found).toMatchObject({ verdict: 'inconclusive', replicatesFor: toward });
      expect(share).toBeGreaterThanOrEqual(0.85);
      expect(share).toBeLessThanOrEqual(0.95 + (situation.stricter ?? 0));
    },
    60_000,
  );
});
