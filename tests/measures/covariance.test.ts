import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  gradientCovarianceTrace,
  gradientSignalToNoise,
  hessianCovarianceCosine,
  hessianCovarianceRatio,
  noiseScale,
} from '../../src/measures/kinds/covariance-measures.ts';
import { buildModel, losses } from '../../src/models/index.ts';
import type { Model } from '../../src/models/types.ts';
import { stream } from '../../src/random/index.ts';
import { squaredFrobenius } from './matrices.ts';
import { evaluateOn, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

// Means of some hundreds of float32 terms: 2⁻²⁴ ≈ 6e-8 relative, times the root of their number, times a few.
const FLOAT32 = 1e-5;
const near = (got: number, want: number, relative = FLOAT32) =>
  expect(Math.abs(got - want), `${got} against ${want}`).toBeLessThanOrEqual(relative * Math.abs(want));

const [inputs, classes] = [4, 3];

/** Soft-max regression at a random point. */
function softmax(count: number, seed: string): Stand {
  const model = buildModel({ kind: 'softmax-regression' }, { features: [inputs], outputs: classes });
  const train = randomExamples(count, inputs, classes, seed);
  return { model, lossKind: 'cross-entropy', outputs: classes, train, weights: stateOf(model, seed, 0.7) };
}

interface Explicit {
  readonly x: readonly number[];
  readonly p: readonly number[];
  /** (p − e_y) ⊗ (x, 1), in the order of the parameters: weight [inputs, classes], bias [classes]. */
  readonly gradient: readonly number[];
}

/** Per-example gradients of soft-max regression by their formula. */
function explicit({ train, weights }: Stand): Explicit[] {
  const [weight, bias] = Object.values(weights.parameters).map(({ data }) => data);
  return Array.from({ length: train.count }, (_, n) => {
    const x = [...train.features.subarray(n * inputs, (n + 1) * inputs), 1];
    const scores = Array.from({ length: classes }, (_, c) =>
      Math.exp(
        x.reduce((sum, value, i) => sum + value * (i < inputs ? weight![i * classes + c]! : bias![c]!), 0),
      ),
    );
    const total = scores.reduce((a, b) => a + b, 0);
    const p = scores.map((score) => score / total);
    const residual = p.map((value, c) => value - (train.labels[n] === c ? 1 : 0));
    return { x, p, gradient: x.flatMap((value) => residual.map((r) => value * r)) };
  });
}

const mean = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]! / rows.length, 0));

/** C by its definition, and H by its formula. */
function matrices(examples: readonly Explicit[]) {
  const rows = examples.map(({ gradient }) => gradient);
  const center = mean(rows);
  const size = center.length;
  const covariance = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (_, j) =>
      rows.reduce((sum, g) => sum + ((g[i]! - center[i]!) * (g[j]! - center[j]!)) / rows.length, 0),
    ),
  );
  const hessian = Array.from({ length: size }, (_, a) =>
    Float64Array.from({ length: size }, (_, b) => {
      const [i, c, j, d] = [Math.floor(a / classes), a % classes, Math.floor(b / classes), b % classes];
      return examples.reduce(
        (sum, { x, p }) => sum + (((c === d ? p[c]! : 0) - p[c]! * p[d]!) * x[i]! * x[j]!) / examples.length,
        0,
      );
    }),
  );
  return { center, covariance, hessian };
}

const diagonal = (matrix: readonly Float64Array[]) => matrix.map((row, i) => row[i]!);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('soft-max regression, by explicit per-example gradients', () => {
  const stand = softmax(131, 'explicit');
  const { center, covariance, hessian } = matrices(explicit(stand));
  const trace = sum(diagonal(covariance));
  const signal = sum(center.map((value) => value ** 2));

  test('Tr(C)', async () => {
    const { value, detail } = await evaluateOn(stand, gradientCovarianceTrace, {
      kind: 'gradientCovarianceTrace',
    });
    near(value, trace);
    near(detail!['squaredGradientNorm']!, signal);
  });

  test('the simple noise scale Tr(C) / ‖ḡ‖²', async () => {
    near((await evaluateOn(stand, noiseScale, { kind: 'noiseScale' })).value, trace / signal);
  });

  test('the gradient signal-to-noise ratio', async () => {
    const { value, detail } = await evaluateOn(stand, gradientSignalToNoise, {
      kind: 'gradientSignalToNoise',
    });
    const ratios = diagonal(covariance).map((variance, j) => center[j]! ** 2 / variance);
    near(value, sum(ratios) / ratios.length);
    expect(detail).toEqual({ parameters: 15, without: 0 });
  });

  test('cosine and slope of H and C', async () => {
    const { value, standardError, detail } = await evaluateOn(stand, hessianCovarianceCosine, {
      kind: 'hessianCovarianceCosine',
    });
    const cross = sum(hessian.map((row, i) => sum([...row].map((h, j) => h * covariance[i]![j]!))));
    near(value, cross / Math.sqrt(squaredFrobenius(hessian) * squaredFrobenius(covariance)));
    near(detail!['slope']!, cross / squaredFrobenius(covariance));
    expect(standardError).toBe(0);
  });

  test('Tr(H) / Tr(C)', async () => {
    const { value } = await evaluateOn(stand, hessianCovarianceRatio, { kind: 'hessianCovarianceRatio' });
    near(value, sum(diagonal(hessian)) / trace);
  });
});

/** The same net in a form that hides its dense layers, or its outputs, from the program's structure. */
function disguised(stand: Stand, as: 'not dense' | 'own loss'): Stand {
  const { model } = stand;
  const own = (input: Parameters<NonNullable<Model['loss']>>[0]) =>
    losses['cross-entropy'](
      model.forward({ ...input, statistics: {}, training: false }).output,
      input.labels,
    );
  if (as === 'own loss') return { ...stand, model: { ...model, loss: own }, lossKind: 'model' };
  const forward: Model['forward'] = ({ parameters, ...input }) => {
    const doubled = Object.fromEntries(
      Object.entries(parameters).map(([name, tensor]) => [name, tf.mul(tensor, 1)]),
    );
    return model.forward({ ...input, parameters: doubled });
  };
  return { ...stand, model: { ...model, forward } };
}

describe.each(['relu', 'tanh'] as const)('a %s net', (activation) => {
  const model = buildModel({ kind: 'mlp', hidden: [9, 7], activation }, { features: [6], outputs: 4 });
  const stand: Stand = {
    model,
    lossKind: 'cross-entropy',
    outputs: 4,
    train: randomExamples(90, 6, 4, activation),
    weights: stateOf(model, activation, 0.1),
  };

  test('layer by layer its moments are those taken example by example', async () => {
    for (const form of ['not dense', 'own loss'] as const) {
      const single = disguised(stand, form);
      const traces = { kind: 'gradientCovarianceTrace' } as const;
      const [byLayer, byExample] = [
        await evaluateOn(stand, gradientCovarianceTrace, traces),
        await evaluateOn(single, gradientCovarianceTrace, traces),
      ];
      near(byLayer.value, byExample.value);
      const ratios = { kind: 'gradientSignalToNoise' } as const;
      near(
        (await evaluateOn(stand, gradientSignalToNoise, ratios)).value,
        (await evaluateOn(single, gradientSignalToNoise, ratios)).value,
        1e-4, // ratios whose variance is nearly zero lose a digit more
      );
    }
  });

  test('products with C in batches are those taken example by example', async () => {
    const spec = { kind: 'hessianCovarianceCosine', probes: 6 } as const;
    const batched = await evaluateOn(stand, hessianCovarianceCosine, spec);
    const single = await evaluateOn(disguised(stand, 'own loss'), hessianCovarianceCosine, spec);
    near(batched.value, single.value);
    near(batched.detail!['slope']!, single.detail!['slope']!);
    expect(batched.standardError).toBeGreaterThan(0); // 175 parameters: probed, not formed
  });

  test('its probed cosine is stable over probes, within four standard errors', async () => {
    const of = (seed: string) =>
      evaluateOn({ ...stand, seed }, hessianCovarianceCosine, {
        kind: 'hessianCovarianceCosine',
        probes: 24,
      });
    const [a, b] = [await of('a'), await of('b')];
    expect(Math.abs(a.value - b.value)).toBeLessThan(4 * Math.hypot(a.standardError!, b.standardError!));
    expect(Math.abs(a.value)).toBeLessThanOrEqual(1);
  });
});

describe('labels drawn from the model', () => {
  const count = 4000;
  const stand = softmax(count, 'well specified');
  const examples = explicit(stand);
  const random = stream('labels', 'labels');
  const drawn = examples.map(({ p }) => {
    const u = random.uniform();
    return u < p[0]! ? 0 : u < p[0]! + p[1]! ? 1 : 2;
  });
  const specified: Stand = { ...stand, train: { ...stand.train, labels: Int32Array.from(drawn) } };
  // Given x, ‖g‖² = (1 − 2p_y + Σp²)‖x‖² has mean Tr(H_n) = (1 − Σp²)‖x‖²; its variance gives the error of the ratio.
  const moments = examples.map(({ x, p }) => {
    const square = sum(x.map((value) => value ** 2));
    const concentration = sum(p.map((value) => value ** 2));
    const values = p.map((value) => (1 - 2 * value + concentration) * square);
    const expected = sum(values.map((value, c) => value * p[c]!));
    return { expected, variance: sum(values.map((value, c) => (value - expected) ** 2 * p[c]!)) };
  });
  const standardError =
    Math.sqrt(sum(moments.map(({ variance }) => variance))) / sum(moments.map(({ expected }) => expected));

  test('make C equal to H: their traces agree within four standard errors of the draw, and they are aligned', async () => {
    const ratio = await evaluateOn(specified, hessianCovarianceRatio, { kind: 'hessianCovarianceRatio' });
    // C is centred, which takes ‖ḡ‖² ≈ Tr(C)/n off: a relative 1/4000.
    expect(Math.abs(1 / ratio.value - 1)).toBeLessThan(4 * standardError + 1 / count);
    const cosine = await evaluateOn(specified, hessianCovarianceCosine, { kind: 'hessianCovarianceCosine' });
    // 4,000 examples leave relative errors of some 2 % in entries of C: 1 − cos is of their square.
    expect(cosine.value).toBeGreaterThan(0.99);
    expect(Math.abs(cosine.detail!['slope']! - 1)).toBeLessThan(0.1);
  });

  test('while wrong labels do not', async () => {
    const ratio = await evaluateOn(stand, hessianCovarianceRatio, { kind: 'hessianCovarianceRatio' });
    expect(Math.abs(1 / ratio.value - 1)).toBeGreaterThan(20 * standardError);
  });
});

test('a parameter whose gradient never varies has no signal-to-noise ratio and is left out', async () => {
  const stand = softmax(50, 'dead');
  const dead = Float32Array.from(stand.train.features, (value, i) => (i % inputs === 0 ? 0 : value));
  const { detail } = await evaluateOn(
    { ...stand, train: { ...stand.train, features: dead } },
    gradientSignalToNoise,
    {
      kind: 'gradientSignalToNoise',
    },
  );
  expect(detail).toEqual({ parameters: 12, without: 3 });
});
