import { describe, expect, test } from 'vitest';
import { dataAtTier } from '../../src/declare/declared-data.ts';
import { planSuite } from '../../src/plan/index.ts';
import { loaded } from '../train/small-suite.ts';

const images = (train: unknown, test: unknown = 100) =>
  loaded({
    workload: {
      model: { kind: 'softmax-regression' },
      data: { kind: 'fashion-mnist', train, test, downsample: 7 },
      loss: 'cross-entropy',
    },
  });
const plan = (train: unknown, tier: 'quick' | 'full', size?: unknown) =>
  planSuite([images(train, size)], { baseSeed: '1', tier, engine: 'onnx' });
const keysOf = async (train: unknown, tier: 'quick' | 'full', size?: unknown) =>
  (await plan(train, tier, size)).runPlan.jobs.map(({ key }) => key);

test('the data of a tier are those of a specification with plain numbers', () => {
  const data = { kind: 'fashion-mnist', train: { quick: 8000, full: 60000 }, test: 5000 } as const;
  expect(dataAtTier(data, 'quick')).toEqual({ kind: 'fashion-mnist', train: 8000, test: 5000 });
  expect(dataAtTier(data, 'full')).toEqual({ kind: 'fashion-mnist', train: 60000, test: 5000 });
  const all = { kind: 'fashion-mnist', downsample: 14 } as const;
  expect(dataAtTier(all, 'full')).toEqual(all);
});

describe('a size a tier', () => {
  test('gives the runs of that size, under the keys that they always had', async () => {
    const sizes = { quick: 200, full: 300 };
    expect(await keysOf(sizes, 'quick')).toEqual(await keysOf(200, 'quick'));
    expect(await keysOf(sizes, 'full')).toEqual(await keysOf(300, 'full'));
    expect(await keysOf(200, 'quick')).toEqual(await keysOf(200, 'full'));
  });

  test('may be that of the test images alone', async () => {
    const [quick, full] = await Promise.all([
      keysOf(200, 'quick', { quick: 100, full: 150 }),
      keysOf(200, 'full', { quick: 100, full: 150 }),
    ]);
    expect(full).toEqual(await keysOf(200, 'full', 150));
    expect(full).not.toEqual(quick);
  });

  test('is the number of examples that covariates are derived from', async () => {
    const noise = async (tier: 'quick' | 'full') =>
      (await plan({ quick: 200, full: 300 }, tier)).analyses[0]!.covariates['base']!['noiseScale'];
    expect(await noise('quick')).toBeCloseTo(0.1 * (200 / 8 - 1), 12);
    expect(await noise('full')).toBeCloseTo(0.1 * (300 / 8 - 1), 12);
  });
});
