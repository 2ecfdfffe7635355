import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { hessianLargestEigenvalue } from '../../src/measures/kinds/hessian-spectrum.ts';
import { hessianTrace } from '../../src/measures/kinds/hessian-trace.ts';
import { cleanLabelAccuracy } from '../../src/measures/kinds/prediction-measures.ts';
import type { State } from '../../src/measures/index.ts';
import { buildModel } from '../../src/models/index.ts';
import { evaluateOn, randomExamples, stateOf } from './stand.ts';
import type { Stand } from './stand.ts';

const train = randomExamples(150, 6, 3, 'nets');

function net(activation: 'relu' | 'tanh'): Stand {
  const model = buildModel({ kind: 'mlp', hidden: [8, 8], activation }, { features: [6], outputs: 3 });
  return { model, lossKind: 'cross-entropy', outputs: 3, train, weights: stateOf(model, activation, 0.1) };
}

describe.each(['relu', 'tanh'] as const)('a %s net', (activation) => {
  const stand = net(activation);

  test('Hutchinson and Hutch++ agree with the exact trace within their standard errors', async () => {
    const exact = await evaluateOn(stand, hessianTrace, { kind: 'hessianTrace', method: 'exact' });
    for (const method of ['hutchinson', 'hutch++'] as const)
      for (const seed of ['a', 'b']) {
        const { value, standardError, detail } = await evaluateOn({ ...stand, seed }, hessianTrace, {
          kind: 'hessianTrace',
          method,
          relativeError: 0.05,
          maxProbes: 2000,
        });
        expect(detail!['converged']).toBe(1);
        expect(standardError).toBeLessThanOrEqual(0.05 * value);
        expect(Math.abs(value - exact.value)).toBeLessThan(4 * standardError!); // four standard errors
      }
  });

  test('the exact trace is the sum over columns, with a batch left over', async () => {
    const { forward } = stand.model;
    const disguised = (input: Parameters<typeof forward>[0]) => {
      const result = forward(input);
      return { ...result, output: tf.mul(result.output, 1) }; // a product is no kernel of a piecewise linear net
    };
    const exact = { kind: 'hessianTrace', method: 'exact', examples: 149 } as const;
    const direct = await evaluateOn(stand, hessianTrace, exact);
    const columns = await evaluateOn(
      { ...stand, model: { ...stand.model, forward: disguised } },
      hessianTrace,
      exact,
    );
    // Two routes through float32 sums of 150 examples and 155 columns: a few 2⁻²⁴ times the root of their number.
    expect(Math.abs(direct.value / columns.value - 1)).toBeLessThan(1e-5);
  });

  test('the same seed gives the same numbers, another seed others', async () => {
    const measure = (seed: string) =>
      evaluateOn({ ...stand, seed }, hessianTrace, { kind: 'hessianTrace', relativeError: 0.2 });
    expect(await measure('a')).toEqual(await measure('a'));
    expect((await measure('a')).value).not.toBe((await measure('b')).value);
  });
});

test('the exact trace of a net with many parameters is refused before anything runs', async () => {
  const model = buildModel(
    { kind: 'mlp', hidden: [64, 64], activation: 'tanh' },
    { features: [6], outputs: 3 },
  );
  const large = { ...net('tanh'), model, weights: stateOf(model, 'large') };
  await expect(evaluateOn(large, hessianTrace, { kind: 'hessianTrace', method: 'exact' })).rejects.toThrow(
    /Cannot compute Tr\(H\) of model mlp exactly: expected a dense ReLU net or at most 4096 parameters, got 4803/,
  );
});

test.each([
  ['a dense ReLU net', 'relu', 64, 'exact'],
  ['a net of few parameters', 'tanh', 8, 'exact'],
  ['any other net', 'tanh', 64, 'hutchinson'],
] as const)('`auto` takes of %s the method that fits', async (_, activation, units, method) => {
  const model = buildModel(
    { kind: 'mlp', hidden: [units, units], activation },
    { features: [6], outputs: 3 },
  );
  const stand = { ...net(activation), model, weights: stateOf(model, 'auto', 0.1) };
  const spec = { kind: 'hessianTrace', relativeError: 0.1 } as const;
  const chosen = await evaluateOn(stand, hessianTrace, { ...spec, method: 'auto' });
  expect(chosen).toEqual(await evaluateOn(stand, hessianTrace, { ...spec, method }));
});

test('a state that is not finite has no trace, and the measure says so', async () => {
  const stand = net('relu');
  const broken = Object.fromEntries(
    Object.entries(stand.weights.parameters).map(([name, { data, shape }]) => [
      name,
      { data: Float32Array.from(data).fill(NaN), shape },
    ]),
  );
  await expect(
    evaluateOn({ ...stand, weights: { ...stand.weights, parameters: broken } }, hessianTrace, {
      kind: 'hessianTrace',
    }),
  ).rejects.toThrow('missing: the estimate is NaN');
});

test("Dinh's rescaling of two layers changes Tr(H) and the sharpness by orders, and no prediction", async () => {
  const stand = net('relu');
  const factor = 8; // a power of two: scaling is exact in floating point
  const rescaled: State = {
    ...stand.weights,
    parameters: Object.fromEntries(
      Object.entries(stand.weights.parameters).map(([name, { data, shape }]) => {
        const scale = name.startsWith('hidden1.') ? factor : name === 'hidden2.weight' ? 1 / factor : 1;
        return [name, { data: Float32Array.from(data, (value) => value * scale), shape }];
      }),
    ),
  };
  const at = async (weights: State) => ({
    trace: (await evaluateOn({ ...stand, weights }, hessianTrace, { kind: 'hessianTrace', method: 'exact' }))
      .value,
    sharpness: (
      await evaluateOn({ ...stand, weights }, hessianLargestEigenvalue, { kind: 'hessianLargestEigenvalue' })
    ).value,
    outputs: await outputsOf({ ...stand, weights }),
  });
  const [before, after] = [await at(stand.weights), await at(rescaled)];
  expect(after.trace).toBeGreaterThan(4 * before.trace);
  expect(after.sharpness).toBeGreaterThan(4 * before.sharpness);
  expect(after.outputs.length).toBe(150 * 3);
  // Powers of two scale exactly, so that even the roundings are the same.
  after.outputs.forEach((output, i) => expect(output).toBe(before.outputs[i]!));
});

/** Logits of the training set. */
async function outputsOf(stand: Stand): Promise<number[]> {
  const outputs: number[] = [];
  const spy: typeof cleanLabelAccuracy = {
    ...cleanLabelAccuracy,
    evaluate: async (spec, context) =>
      cleanLabelAccuracy.evaluate(spec, {
        ...context,
        run: async (name, feeds) => {
          const results = await context.run(name, feeds);
          outputs.push(...results['output']!.data);
          return results;
        },
      }),
  };
  await evaluateOn(stand, spy, { kind: 'cleanLabelAccuracy' });
  return outputs;
}
