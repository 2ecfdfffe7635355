import { describe, expect, test } from 'vitest';
import type { Examples } from '../../src/datasets/types.ts';
import { measureDefinitions } from '../../src/measures/index.ts';
import type { StateMeasure } from '../../src/measures/index.ts';
import { buildModel } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import { evaluateOn, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

const none: Examples = {
  features: new Float32Array(0),
  featureShape: [1],
  scale: 1,
  offset: 0,
  labels: new Float32Array(0),
  count: 0,
};

function standOf(spec: ModelSpec, dimension: number): Stand {
  const model = buildModel(spec, { features: [dimension], outputs: 0 });
  return { model, lossKind: 'model', outputs: 0, train: none, weights: stateOf(model, 'landscape') };
}

const quadratic = standOf(
  { kind: 'quadratic', hessian: [1, -2, 10], noiseCovariance: [1, 1, 1], start: [1, 1, 1] },
  3,
);
const row = <
  K extends 'hessianTrace' | 'hessianLargestEigenvalue' | 'noiseScale' | 'parameter' | 'parameterAbove',
>(
  kind: K,
) => measureDefinitions[kind] as unknown as StateMeasure<K>;

describe('a model with a loss of its own and no examples', () => {
  test('has the curvature that was declared, without its noise', async () => {
    const trace = await evaluateOn(quadratic, row('hessianTrace'), { kind: 'hessianTrace', method: 'exact' });
    expect(trace.value).toBe(9); // small integers are exact in float32
    const top = await evaluateOn(quadratic, row('hessianLargestEigenvalue'), {
      kind: 'hessianLargestEigenvalue',
    });
    expect(top.value).toBeCloseTo(10, 4); // float32 products
    expect(top.detail!['smallest']).toBeCloseTo(-2, 4);
  });

  test('has the declared curvature of the well it ends in', async () => {
    const wells = (start: number): ModelSpec => ({
      kind: 'double-well',
      curvatures: [2, 16],
      depths: [0, 0.1],
      noise: 1,
      start,
    });
    for (const [start, curvature] of [
      [-1.5, 2],
      [1.5, 16],
    ] as const) {
      const { value } = await evaluateOn(standOf(wells(start), 1), row('hessianTrace'), {
        kind: 'hessianTrace',
        method: 'exact',
      });
      expect(value).toBeCloseTo(curvature, 5); // float32
    }
  });

  test('has no per-example gradients, which is said before anything runs', async () => {
    await expect(evaluateOn(quadratic, row('noiseScale'), { kind: 'noiseScale' })).rejects.toThrow(
      'expected a workload with examples, got model quadratic with declared gradient noise',
    );
  });
});

describe('one coordinate of the end', () => {
  test('is read by name and place, and compared with a threshold', async () => {
    const stand = standOf(
      { kind: 'quadratic', hessian: [1, 1], noiseCovariance: [1, 1], start: [0.5, -3] },
      2,
    );
    expect(await evaluateOn(stand, row('parameter'), { kind: 'parameter' })).toMatchObject({ value: 0.5 });
    expect(await evaluateOn(stand, row('parameter'), { kind: 'parameter', index: 1 })).toMatchObject({
      value: -3,
    });
    const above = (threshold: number) =>
      evaluateOn(stand, row('parameterAbove'), { kind: 'parameterAbove', parameter: 'theta', threshold });
    expect(await above(0)).toMatchObject({ value: 1 });
    expect(await above(0.5)).toMatchObject({ value: 0 });
  });

  test('that does not exist is missing by name', async () => {
    await expect(
      evaluateOn(quadratic, row('parameter'), { kind: 'parameter', parameter: 'weight' }),
    ).rejects.toThrow('missing: the model has no parameter weight: it has theta');
    await expect(evaluateOn(quadratic, row('parameter'), { kind: 'parameter', index: 3 })).rejects.toThrow(
      'missing: parameter theta has 3 values, none at 3',
    );
  });
});
