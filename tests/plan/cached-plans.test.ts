import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoadedHypothesis } from '../../src/declare/types.ts';
import { measureDefinitions } from '../../src/measures/index.ts';
import { recordMeasures } from '../../src/measures/kinds/record-measures.ts';
import { planSuite } from '../../src/plan/index.ts';
import { planCached } from '../../src/plan/cached-plans.ts';
import { openStore, stableStringify } from '../../src/store/index.ts';
import { loaded, small } from '../train/small-suite.ts';

const options = { baseSeed: '1', tier: 'quick', engine: 'onnx' } as const;
/** Arms out of alphabetical order, a measure whose worst is infinite, a measure of the net. */
const other = loaded({
  id: 'other',
  arms: { zebra: small.arms.base, ape: small.arms.double },
  measures: ['trainLoss', { kind: 'hessianTrace', maxProbes: 4 }],
});
const both = [loaded(), other];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-plans-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const plan = (hypotheses: readonly LoadedHypothesis[], changes: object = {}) =>
  planCached(hypotheses, { ...options, ...changes }, openStore(directory));

describe('a plan that the store remembers', () => {
  test('is the one that is made, in the same order', async () => {
    const made = await planSuite(both, options);
    expect((await plan(both)).remembered).toBe(0);
    const again = await plan(both);
    expect(again.remembered).toBe(2);
    const words = ({ runPlan, measurePlan, analyses, estimates }: typeof made) =>
      JSON.stringify([runPlan.jobs, measurePlan.jobs, measurePlan.tables, analyses, estimates]);
    expect(words(again.plan)).toBe(words(made));
    expect(again.plan.analyses).toEqual(made.analyses); // JSON.stringify does not tell infinity from null
    expect(again.plan.runPlan.artifacts.size).toBe(0);
  });

  test('gives what a missing run needs, and plans nothing else for it', async () => {
    const made = await planSuite([other], options);
    await plan(both);
    const { inputsFor } = await plan(both);
    const inputs = await inputsFor([made.runPlan.jobs[0]!.key]);
    expect([...inputs.artifacts.keys()].sort()).toEqual([...made.runPlan.artifacts.keys()].sort());
    expect([...inputs.datasets.keys()]).toEqual([...made.runPlan.datasets.keys()]);
    expect([...inputs.constants.keys()]).toEqual([...made.runPlan.constants.keys()]);
  });

  test('refuses to train a run that planning does not know', async () => {
    const { inputsFor } = await plan(both);
    await expect(inputsFor(['0'.repeat(64)])).rejects.toThrow('to be planned again');
  });

  test.each<[string, readonly LoadedHypothesis[], object]>([
    ['another seed', both, { baseSeed: '2' }],
    ['another tier', both, { tier: 'full' }],
    ['other seeds in the files', both.map((each) => changed(each, { replicates: 4 })), {}],
    ['another margin', both.map((each) => changed(each, { alpha: 0.04 })), {}],
    ['other names of the files', both.map((each) => ({ ...each, file: `elsewhere/${each.file}` })), {}],
  ])('is no plan for %s', async (_what, hypotheses, changes) => {
    await plan(both);
    expect((await plan(hypotheses, changes)).remembered).toBe(0);
  });

  test('that is damaged is made again', async () => {
    await plan([other]);
    const [file] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    );
    writeFileSync(join(directory, file!), 'torn');
    expect((await plan([other])).remembered).toBe(0);
    expect((await plan([other])).remembered).toBe(1);
  });

  test('is never kept where code of the user’s belongs to it', async () => {
    const module = new URL('../models/custom/nets.ts', import.meta.url).pathname;
    const model = { kind: 'custom', module };
    const custom = changed(loaded(), { workload: { ...small.workload, model } });
    const store = openStore(directory);
    expect((await planCached([custom], options, store)).plan.runPlan.jobs).toHaveLength(6);
    expect(await store.list('plans')).toEqual([]);
  });
});

const changed = (from: LoadedHypothesis, fields: object): LoadedHypothesis => ({
  ...from,
  hypothesis: { ...from.hypothesis, ...fields },
});

test('every measure that a record holds is known without the programs of the others', () => {
  const inRecords = Object.values(measureDefinitions).filter(({ needs }) => needs === 'record');
  expect(stableStringify(inRecords.map(({ kind }) => kind).sort())).toBe(
    stableStringify(Object.keys(recordMeasures).sort()),
  );
});
