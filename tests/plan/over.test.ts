import { describe, expect, test } from 'vitest';
import { analysisAt, planFor } from '../../src/plan/looks.ts';
import { planSuite } from '../../src/plan/index.ts';
import { loaded, planOf, small } from '../train/small-suite.ts';

const clusters = { ...small.workload.data, classes: 3, train: 60, seed: 'other' };
const over = {
  first: {},
  second: { workload: { data: clusters } },
  slow: { stop: { kind: 'epochs', epochs: 2 } },
};
const keys = (row: Readonly<Record<string, string>> | undefined) => Object.values(row!);

describe('a hypothesis over blocks', () => {
  test('trains in its first block what it would train without blocks', async () => {
    const [
      {
        analyses: [alone],
      },
      {
        analyses: [whole],
      },
    ] = await Promise.all([planOf(), planOf({ over })]);
    for (const arm of alone!.arms)
      for (const seed of alone!.seeds) expect(whole!.runs[arm]![seed]).toBe(alone!.runs[arm]![seed]);
  });

  test('trains in every block what that block, written out, would train with these seeds', async () => {
    const {
      analyses: [whole],
    } = await planOf({ over });
    const workload = { ...small.workload, data: clusters };
    const {
      analyses: [alone],
    } = await planOf({ workload, replicates: 10_003 });
    for (const index of [10_000, 10_001, 10_002])
      expect(whole!.runs['double']![`1/${index}`]).toBe(alone!.runs['double']![`1/${index}`]);
    expect(whole!.over!.blocks[1]).toMatchObject({
      name: 'second',
      seeds: ['1/10000', '1/10001', '1/10002'],
      covariates: alone!.covariates,
      descriptions: alone!.descriptions,
    });
  });

  test('has a table and runs of all blocks, and no run or seed twice', async () => {
    const plan = await planOf({ over });
    const [analysis] = plan.analyses;
    expect(new Set(analysis!.seeds).size).toBe(9);
    expect(new Set(plan.runPlan.jobs.map(({ key }) => key)).size).toBe(18);
    expect(keys(plan.measurePlan.tables[0]!.runs['base'])).toEqual(keys(analysis!.runs['base']));
    expect(plan.estimates[0]).toMatchObject({ id: 'small', arms: 2, blocks: 3, replicates: 3, runs: 18 });
  });

  test('says of its arms what is the same in every block', async () => {
    const {
      analyses: [analysis],
    } = await planOf({ over });
    const { base } = analysis!.covariates;
    expect(base).toMatchObject({ learningRate: 0.1, batchSize: 8 });
    expect(base).not.toHaveProperty('noiseScale'); // it grows with the number of examples
    expect(analysis!.over!.blocks.map(({ covariates }) => covariates['base']!['noiseScale'])).toEqual([
      0.1 * (90 / 8 - 1),
      0.1 * (60 / 8 - 1),
      0.1 * (90 / 8 - 1),
    ]);
    // Guessing among three classes is better than among four.
    expect(analysis!.over!.blocks.map(({ descriptions }) => descriptions['testAccuracy']!.worst)).toEqual([
      1 / 4,
      1 / 3,
      1 / 4,
    ]);
  });

  test('looks at all blocks together', async () => {
    const plan = await planOf({ over, replicates: { min: 2, max: 6, looks: 3 } });
    const first = analysisAt(plan.analyses[0]!, 0);
    expect(first.seeds).toEqual(['1/0', '1/1', '1/10000', '1/10001', '1/20000', '1/20001']);
    expect(first.over!.blocks.map(({ seeds }) => seeds.length)).toEqual([2, 2, 2]);
    expect(planFor(plan, [first]).runPlan.jobs).toHaveLength(12);
    expect(analysisAt(plan.analyses[0]!, 2)).toEqual(plan.analyses[0]);
  });

  test('names the block in which parts do not fit together', async () => {
    const broken = { workload: { data: { ...small.workload.data, classes: 1 } } };
    await expect(planOf({ over: { first: {}, broken } })).rejects.toThrow(
      'small, block broken, arm base: Cannot train by cross-entropy on clusters: expected at least 2 classes, got 1',
    );
  });

  test('leaves the keys of every other hypothesis as they were', async () => {
    const options = { baseSeed: '1', tier: 'quick', engine: 'onnx' } as const;
    const other = loaded({ id: 'other' });
    const [alone, beside] = await Promise.all([
      planSuite([other], options),
      planSuite([loaded({ over }), other], options),
    ]);
    expect(beside.analyses[1]).toEqual(alone.analyses[0]);
  });
});
