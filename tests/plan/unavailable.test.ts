import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge } from '../../src/judge/index.ts';
import { planSuite } from '../../src/plan/index.ts';
import { planCached } from '../../src/plan/cached-plans.ts';
import { openStore } from '../../src/store/index.ts';
import { loaded, small } from '../train/small-suite.ts';

/** Asks for a data set that is in no directory. */
const lacking = loaded({
  id: 'lacking',
  workload: { ...small.workload, data: { kind: 'mnist', train: 100, test: 100 } },
});
const options = { baseSeed: '1', tier: 'quick', engine: 'onnx' } as const;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-lacking-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a hypothesis whose data cannot be had is planned without runs, and the others as ever', async () => {
  const { plan } = await planCached([lacking, loaded()], options, openStore(directory));
  const [first, second] = plan.analyses;
  expect(first).toMatchObject({ id: 'lacking', runs: {}, arms: ['base', 'double'] });
  expect(first!.unavailable).toMatch(/^Cannot load mnist: expected its four IDX files in .*--data-dir/);
  expect(judge(first!, {})).toMatchObject({
    verdict: 'invalid',
    asExpected: false,
    reason: first!.unavailable,
  });
  const alone = await planSuite([loaded()], options);
  expect(second).toEqual(alone.analyses[0]);
  expect(plan.runPlan.jobs.map(({ key }) => key)).toEqual(alone.runPlan.jobs.map(({ key }) => key));
});

test('that data are missing is not remembered: they may be there the next time', async () => {
  const again = await planCached([lacking, loaded()], options, openStore(directory));
  expect(again.remembered).toBe(1);
});

test('where no hypothesis has its data nothing is planned, and neither is where all are needed', async () => {
  const message = /^lacking: Cannot load mnist/;
  await expect(planCached([lacking], options, openStore(null))).rejects.toThrow(message);
  await expect(planSuite([lacking, loaded()], options)).rejects.toThrow(message);
});

test('a part that does not fit, or a module that does not load, is of its own hypothesis alone', async () => {
  const arms = {
    ...small.arms,
    base: { learningRate: 0.1, batchSize: 8, workload: { loss: 'model' } },
  };
  const wrong = loaded({ id: 'wrong', arms });
  const absent = loaded({ id: 'absent', optimizer: { kind: 'custom', module: './absent.ts' } });
  const { plan } = await planCached([wrong, absent, loaded()], options, openStore(null));
  expect(plan.analyses.map(({ unavailable }) => unavailable)).toEqual([
    expect.stringMatching(/^wrong, arm base: Cannot use loss 'model'/),
    expect.stringMatching(/^absent, arm base: Cannot import .*absent\.ts/),
    undefined,
  ]);
  await expect(planCached([wrong], options, openStore(null))).rejects.toMatchObject({
    code: 'configuration',
    message: expect.stringMatching(/^wrong, arm base: Cannot use loss 'model'/) as string,
  });
});
