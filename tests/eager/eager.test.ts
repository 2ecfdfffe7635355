import { describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { trainRuns } from '../../src/train/index.ts';
import { planOf } from '../train/small-suite.ts';

/** Hypothesis files of `planOf` are said to lie in hypotheses/. */
const module = '../tests/eager/custom.ts';
const custom = (name: string) => ({ kind: 'custom', module, export: name });
const data = { kind: 'clusters', classes: 3, dimensions: 4, train: 60, test: 10 };
const small = { stop: { kind: 'epochs', epochs: 3 }, replicates: 2 };

/** Losses at the end by arm and seed. */
async function losses(fields: object) {
  const { runPlan, analyses } = await planOf({ ...small, ...fields });
  const { records, failures } = await trainRuns(runPlan, { store: openStore(null), workers: 1 });
  expect(failures).toEqual([]);
  const [analysis] = analyses;
  const of = (arm: string) =>
    Object.values(analysis!.runs[arm]!).map((key) => records.get(key)!.final['trainLoss']!);
  return { of, analysis: analysis!, runPlan, records };
}

describe('what cannot be traced trains eagerly', () => {
  test(
    'an optimizer with private state: from the starts and on the mini-batches of traced runs, so it ends where its like does',
    { timeout: 120_000 },
    async () => {
      const arms = {
        hidden: { learningRate: 0.05, batchSize: 12, optimizer: custom('default') },
        seen: { learningRate: 0.05, batchSize: 12, optimizer: custom('visible') },
      };
      const { of, analysis, runPlan, records } = await losses({ arms });
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
        /^eager 1, TensorFlow\.js/,
      );
    },
  );

  test.each(['unseeded', 'seeded'])(
    'a model with %s gamma noise: other numbers at each step, the same run twice',
    { timeout: 120_000 },
    async (name) => {
      const fields = {
        workload: { model: custom(name), data, loss: 'cross-entropy' },
        arms: { base: { learningRate: 0.1, batchSize: 12 }, other: { learningRate: 0.1, batchSize: 20 } },
        replicates: 2,
        stop: { kind: 'epochs', epochs: 20 },
      };
      const [first, second] = [await losses(fields), await losses(fields)];
      expect(first.analysis.eager?.['base']).toMatch(/Cannot draw random numbers while tracing/);
      expect(first.of('base')).toEqual(second.of('base'));
      // It learns: guessing among three classes costs ln 3.
      for (const loss of first.of('base')) expect(loss).toBeLessThan(0.9);
    },
  );

  test(
    'but not where it fails eagerly too: then the plan stops with what tracing said',
    { timeout: 60_000 },
    async () => {
      await expect(
        planOf({ ...small, workload: { model: custom('failing'), data, loss: 'cross-entropy' } }),
      ).rejects.toThrow(/^small, arm base: Cannot use model dropout.*no idea how/);
    },
  );
});
