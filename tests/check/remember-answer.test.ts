import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Baseline, TracedBaseline } from '../../src/check/baseline/baseline-schema.ts';
import { battery } from '../../src/check/battery/battery.ts';
import { closedModules } from '../../src/check/target/closed-modules.ts';
import { answerMemory, type Question } from '../../src/check/other-version/remember-answer.ts';
import { sourcesOf, withOrigin } from '../../src/check/target/sources.ts';
import type { CheckResult } from '../../src/check/types.ts';
import { unchangedSources } from '../../src/check/other-version/unchanged.ts';
import { openStore } from '../../src/store/index.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));
const file = 'optimizers/mine.optimizer.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-answers-'));
  symlinkSync(packages, join(root, 'node_modules'));
  write(file, "import { rate } from '../rate.ts';\nexport default { kind: 'sgd', rate };\n");
  write('rate.ts', 'export const rate = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  if (!existsSync(dirname(join(root, name)))) mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const digest = (letter: string) => letter.repeat(64);
const cost = { parameterBytes: 8, stateBytes: 8, stepMs: 1 };
const baseline: TracedBaseline = {
  schema: 2,
  kind: 'traced',
  optimizer: 'sgd',
  target: file,
  reasons: [{ reason: 'first', date: '2026-01-01' }],
  provenance: { assay: '0.1.0', engine: 'onnx', engineVersion: '1', node: '20.0.0', platform: 'linux-x64' },
  seed: '0',
  invariances: [],
  moves: { rateZero: false, gradientZero: false },
  harness: [1],
  programs: 'CwSAAA==',
  cases: Object.fromEntries(
    battery.map(({ id }) => [
      id,
      { setting: digest('a'), programs: { 'step 1': digest('b') }, cost, runs: {} },
    ]),
  ),
};
const {
  invariances: _invariances,
  moves: _moves,
  harness: _harness,
  programs: _programs,
  ...common
} = baseline;
const ofTrainer: Baseline = { ...common, kind: 'trainer', files: {}, yardsticks: {} };
const ofHypotheses: Baseline = { ...common, kind: 'hypotheses', suite: { tier: 'quick', hypotheses: {} } };
const sources = async () => (await sourcesOf(file, root, { engine: 'onnx', version: '0.1.0' }))!;

describe('a baseline knows what it was made from', () => {
  const answer = async (kept: Baseline, cases: readonly string[] = []) =>
    unchangedSources({ file, sources: await sources() }, kept, cases);
  const made = async () => withOrigin(baseline, await sources()) as TracedBaseline;

  test('and answers without tracing where that is as it was, with the cost that it noted', async () => {
    const kept = withOrigin(baseline, await sources());
    const found = await answer(kept);
    expect(found).toMatchObject({
      level: 'same mathematics',
      trained: 0,
      warnings: [],
      cost: { before: cost },
    });
    expect(found?.cases.map(({ id }) => id)).toEqual(battery.map(({ id }) => id));
    const [first, second] = battery;
    const some = await answer(kept, [second!.id, first!.id]);
    expect(some?.cases.map(({ id }) => id)).toEqual([first!.id, second!.id]);
  });

  test.each([
    ['the target', file, "export default { kind: 'adam' };\n"],
    ['what the target imports', 'rate.ts', 'export const rate = 2;\n'],
  ])('but not where it is otherwise: %s', async (_what, name, text) => {
    const kept = withOrigin(baseline, await sources());
    write(name, text);
    expect(await answer(kept)).toBeUndefined();
  });

  test('nor where the package is another version', async () => {
    const kept = withOrigin(baseline, await sources());
    const later = await sourcesOf(file, root, { engine: 'onnx', version: '0.2.0' });
    expect(unchangedSources({ file, sources: later! }, kept, [])).toBeUndefined();
  });

  test.each<[string, Partial<TracedBaseline>]>([
    [
      'programs',
      {
        cases: {
          ...baseline.cases,
          [battery[0]!.id]: { setting: digest('a'), programs: {}, cost, runs: {} },
        },
      },
    ],
    ['seed', { seed: '1' }],
    ['provenance', { provenance: { ...baseline.provenance, assay: '0.0.9' } }],
  ])('nor where the file was edited: %s', async (_what, edit) => {
    expect(await answer({ ...(await made()), ...edit })).toBeUndefined();
  });

  test('nor where other cases are asked than it has', async () => {
    const [first, ...others] = Object.entries(baseline.cases);
    const kept = withOrigin({ ...baseline, cases: Object.fromEntries(others) }, await sources());
    expect(await answer(kept)).toBeUndefined();
    expect(await answer(kept, [first![0]])).toBeUndefined();
    expect(await answer(kept, ['no such case'])).toBeUndefined();
    expect(await answer(kept, [others[0]![0]])).toBeDefined();
  });

  test('which is never a trainer, nor hypotheses: their files are not among the sources', async () => {
    expect(withOrigin(ofTrainer, await sources())).toBe(ofTrainer);
    expect(withOrigin(ofHypotheses, await sources())).toBe(ofHypotheses);
  });
});

const unchanged: CheckResult = {
  target: file,
  level: 'same mathematics',
  cases: [],
  trained: 0,
  cached: 0,
  warnings: [],
};
const memory = async (question: Partial<Question> = {}) =>
  answerMemory(
    { file, sources: await sources(), baseline, cases: [], strict: false, ...question },
    openStore(join(root, '.assay')),
  );
const recalled = async (question: Partial<Question> = {}) => (await memory(question)).recall();

describe('the answer that nothing has changed', () => {
  test('is remembered as it was', async () => {
    expect(await recalled()).toBeUndefined();
    await (await memory()).remember(unchanged);
    const again = await recalled();
    expect(JSON.stringify(again)).toBe(JSON.stringify(unchanged));
  });

  test.each<[string, () => void, Partial<Question>]>([
    ['the target', () => write(file, "export default { kind: 'adam' };\n"), {}],
    ['what the target imports', () => write('rate.ts', 'export const rate = 2;\n'), {}],
    ['the baseline', () => {}, { baseline: { ...baseline, seed: '1' } }],
    ['the cases', () => {}, { cases: ['Rosenbrock, rate 0.001'] }],
    ['what is refused', () => {}, { strict: true }],
  ])('is asked anew where another is %s', async (_what, change, question) => {
    await (await memory()).remember(unchanged);
    change();
    expect(await recalled(question)).toBeUndefined();
  });

  test.each<[string, Partial<CheckResult>]>([
    ['another level', { level: 'same bytes' }],
    ['runs', { trained: 1 }],
    ['runs of the store', { cached: 1 }],
  ])('is not remembered where there were %s', async (_what, changes) => {
    await (await memory()).remember({ ...unchanged, ...changes });
    expect(await recalled()).toBeUndefined();
  });

  test.each([
    ['hypotheses', ofHypotheses],
    ['a trainer', ofTrainer],
  ])('is not remembered for %s, whose files are not among the sources', async (_what, kept) => {
    await (await memory({ baseline: kept })).remember(unchanged);
    expect(await recalled({ baseline: kept })).toBeUndefined();
  });
});

describe('a module has a digest', () => {
  test.each([
    ['alone', "export default { kind: 'adam' };"],
    ['with TensorFlow.js', "import * as tf from '@tensorflow/tfjs';\nexport default tf.train.sgd(1);"],
    ['with types of this package', "import type { Optimizer } from 'optimizer-assay';\nexport default 1;"],
  ])('%s', async (_name, text) => {
    write('module.ts', text);
    expect(await closedModules(join(root, 'module.ts'))).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['the environment', 'export default { kind: process.env.KIND };'],
    ['a file', "import { readFileSync } from 'node:fs';\nexport default readFileSync;"],
    ['another package', "import chalk from 'chalk';\nexport default chalk;"],
    ['a module chosen as it runs', "export default await import('./rate.ts');"],
    ['a module that is not there', "import './nowhere.ts';\nexport default 1;"],
    ['chance', 'export default { beta: Math.random() };'],
  ])('unless it may follow from %s', async (_name, text) => {
    write('module.ts', text);
    expect(await closedModules(join(root, 'module.ts'))).toBeUndefined();
  });
});
