import { expect, test } from 'vitest';
import { runLooks } from '../../src/suite/run-looks.ts';
import type { MeasureTable } from '../../src/measures/types.ts';
import { planSuite } from '../../src/plan/index.ts';
import type { MeasurePlan, RunPlan } from '../../src/plan/types.ts';
import { stream } from '../../src/random/index.ts';
import type { TrainResult } from '../../src/train/index.ts';
import { loaded } from '../train/small-suite.ts';

/** Accuracies by design instead of nets: what is under test is who is trained how far. */
function stages(accuracy: (id: string, arm: string, seed: string) => number) {
  const rounds: number[] = [];
  const known = new Set<string>();
  return {
    rounds,
    train: (plan: RunPlan): Promise<TrainResult> => {
      const fresh = plan.jobs.filter(({ key }) => !known.has(key));
      rounds.push(fresh.length);
      const cached = new Set(plan.jobs.map(({ key }) => key).filter((key) => known.has(key)));
      for (const { key } of fresh) known.add(key);
      const records = new Map(plan.jobs.map(({ key }) => [key, { key } as never]));
      return Promise.resolve({
        records,
        cached,
        hits: cached.size,
        trained: fresh.length,
        failures: [],
        interrupted: false,
      });
    },
    measure: (plan: MeasurePlan): Promise<ReadonlyMap<string, MeasureTable>> =>
      Promise.resolve(
        new Map(
          plan.tables.map(({ id, runs }) => [
            id,
            Object.fromEntries(
              Object.entries(runs).map(([arm, seeds]) => [
                arm,
                {
                  testAccuracy: Object.fromEntries(
                    Object.keys(seeds).map((seed) => [seed, { value: accuracy(id, arm, seed) }]),
                  ),
                },
              ]),
            ),
          ]),
        ),
      ),
  };
}

test('a clear hypothesis is decided at the first look, an open one is trained to the last, and nothing twice', async () => {
  const design = { replicates: { min: 6, max: 18, looks: 3 }, measures: ['testAccuracy'] };
  const rate = (learningRate: number) => ({
    base: { learningRate, batchSize: 8 },
    double: { learningRate: 2 * learningRate, batchSize: 16 },
  });
  const plan = await planSuite(
    [
      loaded({ id: 'clear', ...design }),
      loaded({ id: 'open', arms: rate(0.05), ...design }),
      loaded({ id: 'plain', arms: rate(0.02), replicates: 4 }),
    ],
    { baseSeed: '1', tier: 'quick', engine: 'onnx' },
  );
  const { rounds, train, measure } = stages((id, arm, seed) => {
    const noise = stream(`${id} ${arm} ${seed}`, 'simulate').normal();
    return id === 'open' && arm === 'double' ? 0.5 + 0.2 + 0.2 * noise : 0.5 + 0.01 * noise;
  });
  const { training, hypotheses } = await runLooks(plan, { train, measure });
  expect(
    hypotheses.map(({ judgement, analysis }) => [judgement.id, judgement.verdict, analysis.seeds.length]),
  ).toEqual([
    ['clear', 'supported', 6],
    ['open', 'inconclusive', 18],
    ['plain', 'supported', 4],
  ]);
  expect(rounds).toEqual([12 + 12 + 8, 12, 12]);
  expect(training).toMatchObject({ trained: 56, hits: 0 });
  expect(training.records.size).toBe(56);
  // An early look decides at a smaller error rate than alpha: its interval is wider than the 90 % one.
  expect(hypotheses[0]!.judgement.findings[0]!.interval!.level).toBeGreaterThan(0.98);
  expect(hypotheses[1]!.judgement.findings[0]!.interval!.level).toBeLessThan(0.93);
});

test('Pocock spending decides at the first look what O’Brien and Fleming leave to the last, of the same runs', async () => {
  const looks = { min: 6, max: 12, looks: 2 };
  const of = (id: string, replicates: typeof looks & { readonly spending?: 'pocock' | 'obrien-fleming' }) =>
    planSuite([loaded({ id, replicates, measures: ['testAccuracy'] })], {
      baseSeed: '1',
      tier: 'quick',
      engine: 'onnx',
    });
  const [plain, named, pocock] = await Promise.all([
    of('plain', looks),
    of('named', { ...looks, spending: 'obrien-fleming' }),
    of('pocock', { ...looks, spending: 'pocock' }),
  ]);
  expect(pocock.analyses[0]!.spending).toBe('pocock');
  expect(plain.analyses[0]).not.toHaveProperty('spending');
  expect(pocock.runPlan.jobs.map(({ key }) => key)).toEqual(plain.runPlan.jobs.map(({ key }) => key));
  // Differences of ±0.15 by turns, three quarters of the margin: at six seeds p = 0.015, between 0.0056 and 0.031.
  const { train, measure } = stages((_, arm, seed) =>
    arm === 'base' ? 0.5 : 0.5 + (Number(seed.split('/')[1]) % 2 === 0 ? 0.15 : -0.15),
  );
  const seeds = async (plan: typeof plain) => {
    const { hypotheses } = await runLooks(plan, { train, measure });
    expect(hypotheses[0]!.judgement.verdict).toBe('supported');
    return hypotheses[0]!.analysis.seeds.length;
  };
  expect([await seeds(plain), await seeds(named), await seeds(pocock)]).toEqual([12, 12, 6]);
});

test('a hypothesis of which a decision is too unlikely stops early where its design says so, undecided', async () => {
  const looks = { min: 6, max: 18, looks: 3 };
  const rate = (learningRate: number) => ({
    base: { learningRate, batchSize: 8 },
    double: { learningRate: 2 * learningRate, batchSize: 16 },
  });
  const plan = await planSuite(
    [
      loaded({ id: 'goes-on', arms: rate(0.05), replicates: looks, measures: ['testAccuracy'] }),
      loaded({
        id: 'stops',
        arms: rate(0.02),
        replicates: { ...looks, futility: 0.1 },
        measures: ['testAccuracy'],
      }),
    ],
    { baseSeed: '1', tier: 'quick', engine: 'onnx' },
  );
  // Differences of ±5 by turns, 25 margins: eighteen seeds can hardly decide it.
  const { train, measure } = stages((_, arm, seed) =>
    arm === 'base' ? 0.5 : 0.5 + (Number(seed.split('/')[1]) % 2 === 0 ? 5 : -5),
  );
  const { hypotheses } = await runLooks(plan, { train, measure });
  expect(
    hypotheses.map(({ judgement, analysis }) => [judgement.id, judgement.verdict, analysis.seeds.length]),
  ).toEqual([
    ['goes-on', 'inconclusive', 18],
    ['stops', 'inconclusive', 6],
  ]);
});
