import { describe, expect, test } from 'vitest';
import { measureRuns } from '../../src/measures/runs/index.ts';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { engineAvailability } from '../../src/engines/index.ts';
import type { EngineName } from '../../src/engines/types.ts';
import { planSuite } from '../../src/plan/index.ts';
import { loaded, planOf } from '../train/small-suite.ts';

const statuses = await engineAvailability();

/** Hypothesis files of `planOf` are said to lie in hypotheses/. */
const module = '../tests/eager/custom.ts';
const custom = (name: string) => ({ kind: 'custom', module, export: name });
const data = { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 10 };
const net = { model: { kind: 'mlp', hidden: [8], normalization: 'batch' }, data, loss: 'cross-entropy' };
const small = { stop: { kind: 'epochs', epochs: 3 }, replicates: 2 };

/** Losses at the end by arm and seed, and the measures of all runs. */
async function losses(fields: object) {
  const { runPlan, analyses, measurePlan } = await planOf({ ...small, ...fields });
  const store = openStore(null);
  const { records, failures } = await trainRuns(runPlan, { store, workers: 1 });
  expect(failures).toEqual([]);
  const measured = (await measureRuns(measurePlan, records, { store, workers: 1 })).get('small')!;
  const [analysis] = analyses;
  const of = (arm: string) =>
    Object.values(analysis!.runs[arm]!).map((key) => records.get(key)!.final['trainLoss']!);
  return { of, analysis: analysis!, runPlan, records, measured };
}

describe('what cannot be traced trains eagerly', () => {
  test(
    'an optimizer with private state: from the starts and on the mini-batches of traced runs, so it ends where its like does',
    { timeout: 600_000 },
    async () => {
      const arms = {
        hidden: { learningRate: 0.05, batchSize: 12, optimizer: custom('default') },
        seen: { learningRate: 0.05, batchSize: 12, optimizer: custom('visible') },
      };
      const { of, analysis, runPlan, records, measured } = await losses({
        workload: net,
        arms,
        measures: ['trainLoss', 'hessianTrace', 'distanceFromStart', 'hessianTraceCurve'],
      });
      expect(runPlan.external).toHaveLength(2);
      expect(analysis.eager).toEqual({
        hidden: expect.stringMatching(
          /^Cannot trace optimizer tensorflow\/Private: it keeps state in private fields/,
        ),
      });
      const [hidden, seen] = [of('hidden'), of('seen')];
      // float32 rounding of some twenty steps on two engines
      hidden.forEach((loss, index) => expect(loss).toBeCloseTo(seen[index]!, 5));
      expect(records.get(runPlan.external[0]!.key)!.provenance['engineVersion']).toMatch(
        /^eager 2, TensorFlow\.js/,
      );
      // The net itself is traced, so its end is measured, running statistics and all.
      for (const measure of ['hessianTrace', 'distanceFromStart'])
        for (const [seed, value] of Object.entries(measured['seen']![measure]!)) {
          const other = measured['hidden']![measure]![seed]!;
          // Curvature answers to the rounding of the weights, some ten times as much.
          expect((other as { value: number }).value / (value as { value: number }).value).toBeCloseTo(1, 3);
        }
      expect(Object.values(measured['hidden']!['hessianTraceCurve']!)[0]).toEqual({
        missing: expect.stringMatching(
          /^the arm is trained eagerly, which keeps the end of a run alone, no states along it: Cannot trace optimizer/,
        ),
      });
    },
  );

  test.each(['unseeded', 'seeded'])(
    'a model with %s gamma noise: other numbers at each step, the same run twice',
    { timeout: 600_000 },
    async (name) => {
      const fields = {
        measures: ['trainLoss', 'hessianTrace'],
        workload: { model: custom(name), data, loss: 'cross-entropy' },
        arms: {
          base: { learningRate: 0.1, batchSize: 12 },
          other: { learningRate: 0.1, batchSize: 20, workload: { model: { kind: 'mlp', hidden: [4] } } },
        },
        replicates: 2,
        stop: { kind: 'epochs', epochs: 20 },
      };
      const [first, second] = [await losses(fields), await losses(fields)];
      expect(first.analysis.eager?.['base']).toMatch(/Cannot draw random numbers while tracing/);
      expect(first.of('base')).toEqual(second.of('base'));
      expect(Object.values(first.measured['base']!['hessianTrace']!)[0]).toEqual({
        missing: expect.stringMatching(
          /^the arm is trained eagerly, and its net has no programs: Cannot use model noisy.*tf\.randomGamma/,
        ),
      });
      // It learns: guessing among three classes costs ln 3.
      for (const loss of first.of('base')) expect(loss).toBeLessThan(0.9);
    },
  );

  for (const engine of ['tfjs-wasm', 'tfjs-node'] as const) {
    const { available, install } = statuses.find(({ name }) => name === engine)!;
    test.skipIf(!available)(
      `on the backend of ${engine} where that is asked for${available ? '' : ` (needs: ${install})`}`,
      { timeout: 600_000 },
      async () => {
        const arms = {
          hidden: { learningRate: 0.05, batchSize: 12, optimizer: custom('default') },
          other: { learningRate: 0.05, batchSize: 20 },
        };
        const record = async (on: EngineName) => {
          const hypothesis = loaded({ ...small, workload: net, arms });
          const plan = await planSuite([hypothesis], { baseSeed: '1', tier: 'quick', engine: on });
          const [job] = plan.runPlan.external;
          const only = { ...plan.runPlan, jobs: [], external: [job!] };
          const { records, failures } = await trainRuns(only, { store: openStore(null), workers: 1 });
          expect(failures).toEqual([]);
          return records.get(job!.key)!;
        };
        const [cpu, other] = [await record('onnx'), await record(engine)];
        expect(other.key).not.toBe(cpu.key);
        expect(other.provenance['engineVersion']).toMatch(
          engine === 'tfjs-wasm' ? / on its wasm backend$/ : / on its tensorflow backend$/,
        );
        // float32 rounding of fifteen steps on two backends
        expect(other.final['trainLoss']).toBeCloseTo(cpu.final['trainLoss']!, 5);
      },
    );
  }

  test(
    'but not where it fails eagerly too: then the plan stops with what tracing said',
    { timeout: 600_000 },
    async () => {
      await expect(
        planOf({ ...small, workload: { model: custom('failing'), data, loss: 'cross-entropy' } }),
      ).rejects.toThrow(
        /^small, arm base: Cannot use model dropout.*no idea how.*; nor can it be trained eagerly: .*no idea how/,
      );
    },
  );
});
