import { beforeAll, describe, expect, test } from 'vitest';
import {
  battery,
  checkTarget,
  loadTarget,
  printCheck,
  recordBaseline,
  type Baseline,
  type CheckOptions,
} from '../../src/check/index.ts';
import { engineNamed } from '../../src/engines/index.ts';
import { openStore } from '../../src/store/index.ts';

/** A part of the battery, the quick one. */
const part = battery.filter(({ id }) =>
  ['ill-conditioned quadratic, rate 0.01', 'Rosenbrock, rate 0.001', 'stiff valley, rate 0.001'].includes(id),
);
const directory = 'tests/check/targets';
const reasons = [{ reason: 'for a test', date: '2026-01-01' }];

let options: CheckOptions;
const baselines: Record<string, Baseline> = {};
const target = (name: string) => loadTarget(`${directory}/${name}.optimizer.ts`, process.cwd());
const check = async (name: string, of: string) => checkTarget(await target(name), baselines[of]!, options);

beforeAll(async () => {
  const engine = await engineNamed('onnx');
  options = { engine, store: openStore(null), workers: 1, version: '0', battery: part };
  for (const name of ['momentum', 'adam'])
    baselines[name] = (await recordBaseline(await target(name), { seed: '0', reasons }, options)).baseline;
});

describe('what keeps the mathematics', () => {
  test.each([
    ['the target itself', 'momentum', 'momentum'],
    ['the specification that ours has for it', 'spec', 'momentum'],
    ['an optimizer with a step counter', 'adam', 'adam'],
  ])('is recognized without training: %s', async (_what, name, of) => {
    const { level, cases, trained, cached } = await check(name, of);
    expect(cases).toHaveLength(part.length);
    expect([level, trained, cached]).toEqual(['same mathematics', 0, 0]);
  });

  test('a TensorFlow.js optimizer against itself is the same mathematics', async () => {
    const own = await recordBaseline(await target('tensorflow'), { seed: '0', reasons }, options);
    const { level, trained } = await checkTarget(await target('tensorflow'), own.baseline, options);
    expect([level, trained]).toEqual(['same mathematics', 0]);
  });

  test.each([
    ['operands in another order, a negation added', 'momentum-rewritten'],
    ['another name for the state', 'momentum-renamed-state'],
  ])('gives the same bytes where the program differs: %s', async (_what, name) => {
    const { level, trained } = await check(name, 'momentum');
    // Told by following two runs step by step: no run of the battery is trained.
    expect([level, trained]).toEqual(['same bytes', 0]);
  });

  test('is the same within rounding where products are taken in another order', async () => {
    const { level, cases } = await check('momentum-rounds-otherwise', 'momentum');
    expect(level).toBe('same within rounding');
    for (const { mathematics, times } of cases.filter(({ level }) => level === 'same within rounding')) {
      expect(mathematics).toBe('equal in 64 bit');
      expect(times).toBeLessThan(5);
    }
  });
});

describe('what changes the mathematics', () => {
  test('has regressed where it is established to be worse', async () => {
    expect((await check('momentum-dampened', 'momentum')).level).toBe('regressed');
  });

  test('is told by its steps where the end is the same: a step counter off by one', async () => {
    const { level, cases } = await check('adam-step-off-by-one', 'adam');
    expect(level).toBe('equivalent');
    for (const { mathematics, evidence } of cases) {
      expect(mathematics).toBe('different');
      // (0.1 / 0.19) √1.999: the ratio of the corrections of steps 1 and 2.
      expect(evidence).toMatch(/^all tensors from step 1, update × 0\.7441 /);
    }
  });
});

test('a sweep whose rates have all changed is a finding of its own, and is counted as no case', async () => {
  const three = battery.filter(({ id }) => id.startsWith('ill-conditioned quadratic'));
  const on = { ...options, battery: three };
  const { baseline } = await recordBaseline(await target('momentum'), { seed: '0', reasons }, on);
  const result = await checkTarget(await target('momentum-dampened'), baseline, on);
  expect(result.cases.map(({ sweep }) => sweep)).toEqual([undefined, undefined, undefined, true]);
  expect(printCheck(result, 1000)).toMatch(/ on 3 cases and 1 sweep; \d+ runs trained/);
});

describe('a baseline', () => {
  test('of another version is used with a warning, and refused where that is asked', async () => {
    const other = { ...options, version: '1' };
    const { level, warnings } = await checkTarget(await target('momentum'), baselines['momentum']!, other);
    expect([level, warnings]).toEqual(['same mathematics', ['recorded with assay 0, checked with 1']]);
    await expect(
      checkTarget(await target('momentum'), baselines['momentum']!, { ...other, strict: true }),
    ).rejects.toThrow('Cannot use the baseline: recorded with assay 0, checked with 1 (--strict)');
  });

  test('of another engine is compared by its programs: nothing is trained', async () => {
    const engine = await engineNamed('tfjs-cpu');
    const small = part.filter(({ id }) => id.startsWith('Rosenbrock'));
    const first = await recordBaseline(
      await target('momentum'),
      { seed: '0', reasons },
      { ...options, battery: small },
    );
    const { level, trained, warnings } = await checkTarget(await target('momentum'), first.baseline, {
      ...options,
      battery: small,
      engine,
    });
    expect([level, trained]).toEqual(['same mathematics', 0]);
    expect(warnings[0]).toBe('recorded with engine onnx, checked with tfjs-cpu');
  });

  test('of another optimizer is refused, naming both', async () => {
    await expect(check('adam', 'momentum')).rejects.toThrow(
      /^Cannot use the baseline: expected tests\/check\/targets\/momentum.optimizer.ts \(.*\), which it was recorded for, got .*adam.optimizer.ts/,
    );
  });

  test('of other cases or seeds is refused, naming them', async () => {
    const fewer = { ...options, battery: part.slice(1) };
    await expect(checkTarget(await target('momentum'), baselines['momentum']!, fewer)).rejects.toThrow(
      /^Cannot use the baseline: expected the cases of this version's battery, got others \(ill-conditioned quadratic, rate 0.01\)/,
    );
    const { [part[0]!.id]: first, ...cases } = baselines['momentum']!.cases;
    const cut = { ...baselines['momentum']!, cases: { [part[0]!.id]: { ...first!, runs: {} }, ...cases } };
    await expect(checkTarget(await target('momentum'), cut, options)).rejects.toThrow(
      /got others \(ill-conditioned quadratic, rate 0.01\)/,
    );
  });
});
