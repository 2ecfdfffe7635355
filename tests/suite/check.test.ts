import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  assert,
  type AssayError,
  check,
  HypothesisError,
  loadSuite,
  openStore,
  planSuite,
  runSuite,
  type Hypothesis,
  type SuiteEvent,
} from '../../src/index.ts';
import { project, tiny } from '../cli/project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const own = (changes: object = {}) => tiny(changes) as unknown as Hypothesis;
const inMemory = () => ({ root: here.root, workers: 1, store: null });

describe('check', () => {
  test('judges a hypothesis that it is handed, and tells how it goes', async () => {
    const events: SuiteEvent[] = [];
    const results = await check(own(), { ...inMemory(), on: (event) => void events.push(event) });
    expect(results.hypotheses).toMatchObject([{ id: 'tiny/two-rates', file: '(given)', asExpected: true }]);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('training');
    expect(kinds.filter((kind) => kind === 'judged')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({
      kind: 'judged',
      judgement: { id: 'tiny/two-rates', verdict: 'supported' },
    });
  });

  test('takes the files of a project by filters, its configuration, and what its store holds', async () => {
    here.writeHypothesis('a', tiny({ id: 'tiny/a' }));
    here.writeHypothesis('b', tiny({ id: 'tiny/b', claim: 'the same runs' }));
    here.write('assay.config.ts', "export default { seed: '7', workers: 1 };\n");
    await expect(check([], { root: here.root, train: 'nothing' })).rejects.toThrow(/every run in the store/);
    const first = await check('tiny/a', { root: here.root });
    expect(first).toMatchObject({ settings: { baseSeed: '7', workers: 1 }, summary: { total: 1 } });
    const both = await check([], { root: here.root, train: 'nothing' });
    expect(both).toMatchObject({ summary: { total: 2, asExpected: 2 }, runs: { trained: 0 } });
    expect((await check('tiny', { root: here.root, seed: '8' })).settings.baseSeed).toBe('8');
  });

  test('returns what is not as expected, where assert throws the whole report', async () => {
    const wrong = own({ expected: 'refuted' });
    const { summary } = await check(wrong, inMemory());
    expect(summary).toMatchObject({ total: 1, asExpected: 0, supported: 1 });
    const thrown = await assert([wrong, own({ id: 'tiny/right' })], inMemory()).catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(HypothesisError);
    const { message, results } = thrown as HypothesisError;
    expect(results.hypotheses.map(({ asExpected }) => asExpected)).toEqual([false, true]);
    expect(message).toMatch(/tiny\/two-rates[\s\S]*1 as expected, 1 not/);
    expect(inspect(thrown)).not.toContain('baseSeed');
    expect((await assert(own(), inMemory())).summary.asExpected).toBe(1);
  });

  test('an undecided claim is an error of assert, unless that is allowed', async () => {
    const open = own({ alpha: 1e-12 });
    const { hypotheses } = await check(open, inMemory());
    expect(hypotheses[0]!.verdict).toBe('inconclusive');
    await expect(assert(open, inMemory())).rejects.toBeInstanceOf(HypothesisError);
    await expect(assert(open, { ...inMemory(), allowInconclusive: true })).resolves.toBeDefined();
  });

  test('says what is wrong with what it is handed', async () => {
    const { arms: _, ...armless } = tiny();
    const thrown = await check(armless as never, inMemory()).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ message: expect.stringContaining('tiny/two-rates') as string });
    expect((thrown as AssayError).problems).toContainEqual({
      path: 'arms',
      message: 'expected an object, but it is missing',
    });
    await expect(check([own(), own()], inMemory())).rejects.toThrow(/got "tiny\/two-rates" twice/);
    here.writeHypothesis('a', tiny({ id: 'tiny/a' }));
    await expect(check('tiny/z', inMemory())).rejects.toThrow(/none for "tiny\/z"/);
    await expect(check(own(), { ...inMemory(), workers: 0 })).rejects.toMatchObject({
      problems: [{ message: expect.stringContaining('at least 1') as string }],
    });
    await expect(check(own(), { ...inMemory(), budget: 0.001 })).rejects.toThrow(/keep to the budget/);
  });

  test('is its stages, one by one', async () => {
    here.writeHypothesis('a', tiny({ id: 'tiny/a' }));
    const settings = {
      directory: 'hypotheses',
      tags: null,
      tier: 'quick',
      seed: '0',
      engine: 'onnx',
      dataDir: null,
    } as const;
    const { hypotheses } = await loadSuite({ root: here.root, settings, filters: ['tiny/a'] });
    const store = await openStore(null);
    const planned = await planSuite(hypotheses, settings, store);
    const byStages = await runSuite(planned, { store, workers: 1 });
    const atOnce = await check('tiny/a', inMemory());
    expect(byStages.hypotheses[0]!.findings).toEqual(atOnce.hypotheses[0]!.findings);
  });
});

test('importing the package loads nothing that checks', () => {
  const source = fileURLToPath(new URL('../../src/', import.meta.url));
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type)(?:[^'"`;]*?\sfrom\s+)?'(\.[^']+)'/gm,
    ))
      visit(resolve(dirname(file), specifier!));
  };
  visit(`${source}index.ts`);
  expect([...seen].map((file) => relative(source, file)).sort()).toEqual([
    'declare/hypothesis.ts',
    'errors.ts',
    'index.ts',
    'suite/check.ts',
    'suite/define-config.ts',
    'suite/hypothesis-error.ts',
    'suite/index.ts',
    'suite/stages.ts',
  ]);
});
