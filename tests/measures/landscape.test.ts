import { describe, expect, test } from 'vitest';
import type { State } from '../../src/measures/index.ts';
import { measureDefinitions } from '../../src/measures/index.ts';
import { between, filterNormalized } from '../../src/measures/net/landscape.ts';
import {
  epsilonSharpness,
  lineSharpness,
  randomDirectionSharpness,
} from '../../src/measures/kinds/sharpness-measures.ts';
import { buildModel } from '../../src/models/index.ts';
import { stream } from '../../src/random/index.ts';
import { evaluateOn, examplesOf, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

// Losses come back in float32 and are sums of some seventy terms: 2⁻²⁴ ≈ 6e-8 relative to the loss, times a few.
const FLOAT32 = 2e-6;

const inputs = 3;
const random = stream('landscape', 'data');
const rows = Array.from({ length: 71 }, () => Array.from({ length: inputs }, () => random.normal()));
const targets = Float32Array.from(rows, () => random.normal());
const model = buildModel({ kind: 'linear-regression' }, { features: [inputs], outputs: 1 });
const stand: Stand = {
  model,
  lossKind: 'mean-squared-error',
  outputs: 1,
  train: examplesOf(rows, targets),
  weights: stateOf(model, 'here', 1),
  partner: stateOf(model, 'there', 1),
};

const point = ({ parameters }: State) => Object.values(parameters).flatMap(({ data }) => [...data]);

/** Mean squared error of the linear model, in double precision. */
const lossAt = (parameters: readonly number[]) =>
  rows.reduce((sum, x, n) => {
    const output = x.reduce((inner, value, i) => inner + value * parameters[i]!, parameters[inputs]!);
    return sum + (output - targets[n]!) ** 2 / rows.length;
  }, 0);

describe('the line between two minima', () => {
  const here = point(stand.weights);
  const there = point(stand.partner!);
  const on = (a: number) => lossAt(here.map((value, i) => (1 - a) * value + a * there[i]!));

  test('carries the loss at every position, and the rise away from the other end', async () => {
    const { value, curve, detail } = await evaluateOn({ ...stand, arm: 'small' }, lineSharpness, {
      kind: 'lineSharpness',
      between: ['small', 'large'],
      delta: 0.5,
      points: 7,
    });
    expect(curve!.at).toEqual([-1, -0.5, 0, 0.5, 1, 1.5, 2]);
    curve!.at.forEach((a, i) => expect(Math.abs(curve!.values[i]! / on(a) - 1)).toBeLessThan(FLOAT32));
    expect(Math.abs(value - (on(-0.5) - on(0)))).toBeLessThan(FLOAT32 * on(-0.5));
    const distance = Math.sqrt(here.reduce((sum, x, i) => sum + (x - there[i]!) ** 2, 0));
    expect(detail!['distance']).toBeCloseTo(distance, 6); // weights are float32
  });

  test('is spanned by the two declared arms and no other', () => {
    const spec = {
      kind: 'lineSharpness',
      between: ['a', 'b'] as [string, string],
      delta: 1,
      points: 2,
    } as const;
    expect(lineSharpness.partner!(spec, 'a')).toEqual({ arm: 'b' });
    expect(lineSharpness.partner!(spec, 'b')).toEqual({ arm: 'a' });
    expect(lineSharpness.partner!(spec, 'c')).toEqual({
      missing: 'arm c is no end of the line between a and b',
    });
  });

  test('the difference of two states leads from the one to the other', () => {
    const direction = between(stand.weights, stand.partner!);
    const reached = point({ ...direction, parameters: direction.parameters }).map(
      (step, i) => step + here[i]!,
    );
    reached.forEach((value, i) => expect(value).toBeCloseTo(there[i]!, 5)); // float32
  });
});

describe('random directions', () => {
  test('are as long as each filter and leave biases alone', () => {
    const net = buildModel({ kind: 'mlp', hidden: [6] }, { features: [4], outputs: 3 });
    const state = stateOf(net, 'filters', 0.3);
    const { parameters } = filterNormalized(state, stream('1', 'direction'));
    for (const [name, { data, shape }] of Object.entries(parameters)) {
      if (shape.length === 1) {
        expect([...data]).toEqual(new Array(data.length).fill(0));
        continue;
      }
      const units = shape[1]!;
      for (let unit = 0; unit < units; unit++) {
        const length = (values: ArrayLike<number>) =>
          Math.sqrt(Array.from(values).reduce((sum, v, i) => sum + (i % units === unit ? v * v : 0), 0));
        expect(length(data) / length(state.parameters[name]!.data)).toBeCloseTo(1, 5); // float32
      }
    }
  });

  test('the mean rise on a quadratic is ½ r² dᵀHd averaged over the directions', async () => {
    const radius = 0.7;
    const { value, standardError } = await evaluateOn(stand, randomDirectionSharpness, {
      kind: 'randomDirectionSharpness',
      radius,
      directions: 5,
    });
    const draws = stream('1', 'direction');
    const here = point(stand.weights);
    const rises = Array.from({ length: 5 }, () => {
      const step = point(filterNormalized(stand.weights, draws));
      const at = (r: number) => lossAt(here.map((x, i) => x + r * step[i]!));
      return (at(radius) + at(-radius)) / 2 - at(0);
    });
    const mean = rises.reduce((sum, rise) => sum + rise, 0) / 5;
    const spread = rises.reduce((sum, rise) => sum + (rise - mean) ** 2, 0) / 4;
    expect(Math.abs(value - mean)).toBeLessThan(10 * FLOAT32 * lossAt(here)); // a difference of losses
    expect(standardError! / Math.sqrt(spread / 5)).toBeCloseTo(1, 3); // differences of float32 losses again
  });
});

test('in a small box ε-sharpness is the highest loss of all vertices; in a large one it is a lower bound', async () => {
  const here = point(stand.weights);
  for (const epsilon of [1e-3, 0.05, 0.5]) {
    const { value, detail } = await evaluateOn(stand, epsilonSharpness, {
      kind: 'epsilonSharpness',
      epsilon,
    });
    const vertices = Array.from({ length: 2 ** here.length }, (_, bits) =>
      lossAt(here.map((x, i) => x + (bits & (1 << i) ? 1 : -1) * epsilon * (Math.abs(x) + 1))),
    );
    const truth = (100 * (Math.max(...vertices) - lossAt(here))) / (1 + lossAt(here));
    // Per cent of a difference of float32 losses.
    const rounding = 100 * 4 * FLOAT32 * Math.max(...vertices);
    expect(value).toBeLessThan(truth + rounding);
    expect(value).toBeGreaterThan(epsilon < 0.1 ? truth - rounding : 0.5 * truth);
    expect(detail!['iterations']).toBeGreaterThan(0);
  }
});

test('a pair measure without its partner is missing by name', async () => {
  const { partner: _, ...alone } = stand;
  await expect(
    evaluateOn(alone, lineSharpness, { kind: 'lineSharpness', between: ['arm', 'other'] }),
  ).rejects.toThrow('missing: the end state of the other arm was not handed over');
  expect(measureDefinitions.lineSharpness.needs).toBe('weights+partner');
});
