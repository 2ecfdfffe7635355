import { describe, expect, test } from 'vitest';
import { slowdowns } from '../../src/plan/costs/measured-rates.ts';
import { planSuite } from '../../src/plan/index.ts';
import { loaded, planOf, small } from '../train/small-suite.ts';

const suite = (baseSeed = '1', ...fields: readonly object[]) =>
  planSuite(fields.map(loaded), { baseSeed, tier: 'quick', engine: 'onnx' });
const keysOf = ({ runPlan }: { readonly runPlan: { readonly jobs: readonly { readonly key: string }[] } }) =>
  runPlan.jobs.map(({ key }) => key).sort();

describe('runs', () => {
  test('that several arms and hypotheses ask for are planned once', async () => {
    const plan = await suite('1', {}, { id: 'again', arms: { x: small.arms.base, y: small.arms.base } });
    expect(plan.runPlan.jobs).toHaveLength(6); // two arms of the first; both arms of the second are its base
    const [first, second] = plan.analyses;
    expect(second!.runs['x']).toEqual(first!.runs['base']);
    expect(second!.runs['y']).toEqual(first!.runs['base']);
  });

  test('keep their keys whatever else is in the suite, and whatever is hoped for', async () => {
    const alone = keysOf(await suite('1', {}));
    const other = {
      id: 'other',
      claim: 'The opposite',
      expected: 'refuted',
      arms: { a: small.arms.double, b: small.arms.base },
    };
    expect(keysOf(await suite('1', other, {}))).toEqual(alone);
  });

  test('have another key when anything changes that they depend on', async () => {
    const base = { learningRate: 0.1, batchSize: 8 };
    const variants: readonly object[] = [
      {},
      { arms: { base: { ...base, learningRate: 0.11 }, double: base } },
      { arms: { base: { ...base, batchSize: 9 }, double: base } },
      { optimizer: { kind: 'heavy-ball', momentum: 0.9 } },
      { optimizer: { kind: 'heavy-ball', momentum: 0.8 } },
      { stop: { kind: 'epochs', epochs: 4 } },
      { stop: { kind: 'trainLoss', below: 0.5, checkEvery: 1, maxEpochs: 3 } },
      { stop: { kind: 'trainLoss', below: 0.4, checkEvery: 1, maxEpochs: 3 } },
      { sampler: 'iid' },
      { workload: { ...small.workload, model: { kind: 'mlp', hidden: [9] } } },
      { workload: { ...small.workload, model: { kind: 'mlp', hidden: [8], init: 'glorot' } } },
      { workload: { ...small.workload, data: { ...small.workload.data, seed: 'other' } } },
      { measures: ['testAccuracy', 'trainLossCurve'] },
    ];
    const keys = await Promise.all(
      variants.map(async (fields, index) => {
        const plan = await planOf({ id: `variant-${index}`, ...fields });
        return plan.analyses[0]!.runs['base']!['1/0'];
      }),
    );
    keys.push((await planOf({}, '2')).analyses[0]!.runs['base']!['2/0']);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('the run plan is blind: no claim, arm, prediction or hypothesis in it', async () => {
  const { runPlan } = await planOf({
    id: 'telltale-id',
    claim: 'telltale-claim',
    arms: { 'telltale-arm': small.arms.base, other: small.arms.double },
    replicates: 2,
  });
  const text = JSON.stringify({ jobs: runPlan.jobs, external: runPlan.external });
  const programs = [...runPlan.artifacts.values()].map(
    ({ name, bytes }) => name + Buffer.from(bytes).toString('latin1'),
  );
  for (const word of ['telltale', 'equivalent', 'expected']) {
    expect(text).not.toContain(word);
    for (const program of programs) expect(program).not.toContain(word);
  }
});

test('another engine is estimated to take as much longer as it was measured to', async () => {
  const estimates = async (engine: 'onnx' | 'tfjs-wasm') =>
    (await planSuite([loaded({})], { baseSeed: '1', tier: 'quick', engine })).estimates;
  const [[native], [interpreted]] = [await estimates('onnx'), await estimates('tfjs-wasm')];
  expect(slowdowns['tfjs-wasm']).toBeGreaterThan(5);
  expect(interpreted!.estimatedMs / native!.estimatedMs).toBeCloseTo(slowdowns['tfjs-wasm']!, 6);
  expect({ ...interpreted, estimatedMs: 0 }).toEqual({ ...native, estimatedMs: 0 });
});

test('covariates of an arm follow from its design, and what it declares wins', async () => {
  const { analyses } = await planOf({
    arms: {
      base: { learningRate: 0.1, batchSize: 8 },
      heavy: {
        learningRate: 0.1,
        batchSize: 16,
        optimizer: { kind: 'heavy-ball', momentum: 0.5 },
        covariates: { factor: 2 },
      },
    },
  });
  const { base, heavy } = analyses[0]!.covariates;
  expect(base).toMatchObject({ learningRate: 0.1, batchSize: 8, momentum: 0 });
  expect(base!['ratio']).toBeCloseTo(0.0125, 12);
  expect(base!['noiseScale']).toBeCloseTo(0.1 * (90 / 8 - 1), 12);
  expect(heavy!['noiseScale']).toBeCloseTo((0.1 * (90 / 16 - 1)) / 0.5, 12);
  expect(heavy).toMatchObject({ momentum: 0.5, factor: 2 });
});

test('what cannot be planned says which hypothesis and arm it is', async () => {
  const wrong = {
    id: 'wrong',
    arms: { base: small.arms.base, double: { learningRate: 0.1, batchSize: 8, workload: { loss: 'model' } } },
  };
  await expect(planOf(wrong)).rejects.toThrow(/^wrong, arm double: Cannot use loss 'model'/);
});
