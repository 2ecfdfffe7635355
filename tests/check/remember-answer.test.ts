import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closedModules } from '../../src/check/closed-modules.ts';
import { answerMemory, type Question } from '../../src/check/remember-answer.ts';
import type { CheckResult } from '../../src/check/types.ts';
import { openStore } from '../../src/store/index.ts';

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-answers-'));
  symlinkSync(packages, join(root, 'node_modules'));
  write('baseline.json', '{"schema":1}');
  write(
    'optimizers/mine.optimizer.ts',
    "import { rate } from '../rate.ts';\nexport default { kind: 'sgd', rate };\n",
  );
  write('rate.ts', 'export const rate = 1;\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  if (!existsSync(dirname(join(root, name)))) mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const unchanged: CheckResult = {
  target: 'optimizers/mine.optimizer.ts',
  level: 'same mathematics',
  cases: [],
  trained: 0,
  cached: 0,
  warnings: [],
};
const memory = (question: Partial<Question> = {}) =>
  answerMemory(
    { word: 'mine', root, baseline: 'baseline.json', cases: [], strict: false, engine: 'onnx', ...question },
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
    ['the target', () => write('optimizers/mine.optimizer.ts', "export default { kind: 'adam' };\n"), {}],
    ['what the target imports', () => write('rate.ts', 'export const rate = 2;\n'), {}],
    ['the baseline', () => write('baseline.json', '{"schema":1,"seed":"1"}'), {}],
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

  test('is not remembered for hypotheses, whose files are not in the key', async () => {
    write('baseline.json', '{"schema":1,"suite":{}}');
    await (await memory()).remember(unchanged);
    expect(await recalled()).toBeUndefined();
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
