import { describe, expect, test } from 'vitest';
import { engineNamed } from '../../src/engines/index.ts';
import { measureDefinitions } from '../../src/measures/index.ts';
import type { MeasureKind, MeasureSpec, StateMeasure } from '../../src/measures/index.ts';
import type { recordMeasures } from '../../src/measures/kinds/record-measures.ts';
import { buildModel } from '../../src/models/index.ts';
import { evaluateOn, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

const model = buildModel({ kind: 'mlp', hidden: [6] }, { features: [4], outputs: 3 });
const train = randomExamples(41, 4, 3, 'engines');
const stand: Stand = {
  model,
  lossKind: 'cross-entropy',
  outputs: 3,
  train,
  weights: stateOf(model, 'here', 0.2),
  start: stateOf(model, 'start', 0.2),
  partner: stateOf(model, 'there', 0.2),
  snapshots: ['here', 'start'].map((seed, i) => ({
    steps: i,
    epochs: i,
    time: i,
    state: stateOf(model, seed, 0.2),
  })),
  flipped: Uint8Array.from({ length: train.count }, (_, i) => Number(i % 3 === 0)),
};

/** A small spec of every kind that looks at the net: a kind without one does not compile. */
const specs: {
  readonly [K in Exclude<MeasureKind, RecordKind | 'custom'>]: Omit<MeasureSpec & { kind: K }, 'kind'>;
} = {
  parameter: {},
  parameterAbove: {},
  weightNorm: {},
  distanceFromStart: {},
  hessianTrace: { relativeError: 0.3 },
  hessianLargestEigenvalue: {},
  hessianTraceCurve: { relativeError: 0.3 },
  hessianLargestEigenvalueCurve: {},
  hessianFrobeniusNorm: { relativeError: 0.2 },
  hessianIdentityCosine: { relativeError: 0.2 },
  hessianSpectralDensity: { probes: 1, iterations: 5 },
  gradientCovarianceTrace: {},
  hessianCovarianceCosine: { examples: 20 },
  hessianCovarianceRatio: {},
  noiseScale: {},
  gradientSignalToNoise: {},
  gradientNoise: { batchSize: 4, statistic: 'variance', draws: 100, directions: 2 },
  excessLoss: { maxIterations: 2 },
  epsilonSharpness: {},
  lineSharpness: { between: ['arm', 'other'], points: 3 },
  randomDirectionSharpness: { directions: 2 },
  flippedLabelAccuracy: {},
  flippedLabelAccuracyCurve: { points: 2 },
  cleanLabelAccuracy: {},
  testAccuracyAtMemorization: { level: 0.4, points: 2 },
  calibrationError: {},
};

type RecordKind = keyof typeof recordMeasures;

const interpreter = await engineNamed('tfjs-cpu');

describe.each(Object.keys(specs) as (keyof typeof specs)[])('%s', (kind) => {
  test('has the same value on both engines', async () => {
    const definition = measureDefinitions[kind] as unknown as StateMeasure<'weightNorm'>;
    const spec = { kind, ...specs[kind] } as unknown as { kind: 'weightNorm' };
    const native = await evaluateOn(stand, definition, spec);
    const interpreted = await evaluateOn(stand, definition, spec, interpreter);
    // Float32 sums in another order; differences of losses and ratios of small variances lose up to two digits more.
    expect(Math.abs(native.value - interpreted.value)).toBeLessThanOrEqual(
      1e-3 * Math.abs(native.value) + 1e-6,
    );
    expect(Number.isFinite(native.value)).toBe(true);
  });
});
