import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AssayError, check, judge, type CustomTest, type Hypothesis } from '../../src/index.ts';
import type { AnyPrediction } from '../../src/predictions/case.ts';
import { runCustomTest, type MethodReference } from '../../src/predictions/comparison/custom-test.ts';
import { greater, studentOneSample } from '../../src/statistics/index.ts';
import { project, tiny } from '../cli/project.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const source = new URL('../../src/statistics/index.ts', import.meta.url).href;
/** Student's t under another name, on a part of the differences. */
const student = `import { studentOneSample } from '${source}';
export default ({ differences, region, alpha, options }) => {
  const { p, interval, estimate } = studentOneSample(differences.slice(options.skip ?? 0), { region, alpha });
  return { p, interval, estimate, method: 'a t' };
};`;

const less = { kind: 'less', measure: 'trainLoss', arms: ['base', 'slow'] } as const;
const by = (module: string, options?: object) => ({
  ...less,
  method: { kind: 'custom', module, ...(options && { options }) },
});
const claim = (prediction: object, id = 'tiny/own'): Hypothesis =>
  tiny({ id, replicates: 6, predictions: [prediction] }) as unknown as Hypothesis;
const options = () => ({ root: here.root, workers: 1 });

describe('a method by reference', () => {
  test('judges as ours do, is named in the report, has a second method beside it and makes no new runs', async () => {
    here.write('own.mjs', student);
    const [first, own] = [
      await check(claim({ ...less, method: 'student' }), options()),
      await check(claim(by('./own.mjs')), options()),
    ].map(({ hypotheses, runs }) => ({ finding: hypotheses[0]!.findings[0]!, runs }));
    expect(own!.runs).toMatchObject({ total: 12, trained: 0 });
    expect(own!.finding).toMatchObject({
      method: 'a t, by ./own.mjs',
      verdict: 'supported',
      p: first!.finding.p,
      interval: first!.finding.interval,
    });
    const second = own!.finding.diagnostics?.find(({ name }) => name === 'second method');
    expect(second?.says).toMatch(/guarded against skewness.* agrees/);
  });

  test('is part of what was judged and locked, with the digest of its module', async () => {
    here.write('hypotheses/own.mjs', student);
    here.writeHypothesis('own', claim(by('./own.mjs', { skip: 1 })));
    expect((await here.run(['lock'])).code).toBe(0);
    expect((await here.run(['run', '--locked'])).code).toBe(0);
    const explained = (await here.run(['explain', 'tiny/own'])).output;
    expect(explained).toContain('by the method of ./own.mjs');
    const planned = (await here.run(['plan'])).output;
    // The method judges the simulated studies.
    expect(planned).toMatch(/power [01]\.?\d*: trainLoss: base less than slow/);
    writeFileSync(join(here.root, 'hypotheses/own.mjs'), `${student}\n// another method\n`);
    const changed = await here.run(['run', '--locked']);
    expect(changed.code).toBe(4);
    expect(changed.error).toMatch(
      /predictions\[0\]\.method\.digest: expected "[0-9a-f]{64}" as locked, got "/,
    );
  });

  test('that fails makes its hypothesis invalid, with what was expected and got, and no other', async () => {
    here.write(
      'nan.mjs',
      'export default () => ({ p: NaN, estimate: 0, interval: { lower: 0, upper: 1 } });',
    );
    const results = await check([claim(by('./nan.mjs')), claim(less, 'tiny/ours')], options());
    const [own, ours] = results.hypotheses;
    expect(own!.verdict).toBe('invalid');
    expect(own!.reason).toContain(
      'Cannot judge by the method of ./nan.mjs: expected p to be a number from 0 to 1, got NaN',
    );
    expect(ours!.verdict).toBe('supported');
  });

  test('that is no function, or not there, stops before training', async () => {
    here.write('three.mjs', 'export const three = 3;');
    const wrong = (method: object) =>
      check(claim({ ...less, method: { kind: 'custom', ...method } }), { ...options(), store: null });
    await expect(wrong({ module: './three.mjs', export: 'three' })).rejects.toThrow(
      /Cannot use \.\/three\.mjs \(export 'three'\) as the method of the prediction less of trainLoss: expected a function of \{ differences, .*got number/,
    );
    await expect(wrong({ module: './none.mjs' })).rejects.toThrow(/Cannot import .*none\.mjs/);
    await expect(wrong({ modul: './none.mjs' })).rejects.toThrow(AssayError);
  });

  test('judges numbers at hand', async () => {
    here.write('own.mjs', student);
    const numbers = { a: [3, 4, 5, 6, 4], b: [1, 2, 2, 3, 2] };
    const method = { kind: 'custom', module: join(here.root, 'own.mjs') } as const;
    const { findings } = await judge(numbers, { kind: 'greater', arms: ['a', 'b'], method });
    expect(findings[0]!.p).toBeCloseTo(studentOneSample([2, 2, 3, 3, 2], { region: greater(0) }).p!, 12);
  });
});

describe('what a test of the user gives', () => {
  const differences = [1, 2, 3, 4];
  const asked = (test: CustomTest, of: object = {}) => {
    const method: MethodReference = {
      kind: 'custom',
      module: './own.ts',
      export: 'mine',
      test,
    } satisfies NonNullable<AnyPrediction['method']>;
    return runCustomTest(method, { differences, rounding: 0, ...of }, { region: greater(0), alpha: 0.05 });
  };
  const good = { p: 0.01, estimate: 2.5, interval: { lower: 1, upper: 4 } };

  test('is a result, or a reason why there is none', () => {
    expect(asked(() => good)).toEqual({
      ...good,
      interval: { lower: 1, upper: 4, level: 0.9 },
      method: "./own.ts (export 'mine')",
      alternative: 'greater',
      effectSizes: [],
      n: [4],
    });
    expect(asked(() => ({ reason: 'too few seeds' }))).toMatchObject({ reason: 'too few seeds' });
    // Those of our tests may be handed on.
    const handed = asked(({ region, alpha }) => studentOneSample(differences, { region, alpha }));
    const { p, interval, estimate } = studentOneSample(differences, { region: greater(0) });
    expect(handed).toMatchObject({ p, interval, estimate, method: "Student t, by ./own.ts (export 'mine')" });
  });

  test('comes of the differences, and of both arms where they are those of two', () => {
    const seen: unknown[] = [];
    const spy: CustomTest = (input) => {
      seen.push(input.arms);
      return good;
    };
    const columns = [
      [2, 4, 6, 8],
      [1, 2, 3, 4],
    ] as const;
    asked(spy);
    asked(spy, { columns });
    asked(spy, { columns, named: 'slopes' });
    expect(seen).toEqual([undefined, columns, undefined]);
  });

  test.each<readonly [string, unknown, RegExp]>([
    ['no result', undefined, /expected \{ p, interval, estimate \} or \{ reason \}, got undefined/],
    ['a promise', Promise.resolve(good), /expected \{ p, interval, estimate \} or \{ reason \}, got Promise/],
    ['p above 1', { ...good, p: 1.2 }, /expected p to be a number from 0 to 1, got 1\.2/],
    ['p below 0', { ...good, p: -0.1 }, /expected p to be a number from 0 to 1, got -0\.1/],
    ['no p', { ...good, p: undefined }, /expected p to be a number from 0 to 1, got undefined/],
    ['an estimate of NaN', { ...good, estimate: NaN }, /expected `estimate` to be a finite number, got NaN/],
    ['an interval the wrong way round', { ...good, interval: { lower: 4, upper: 1 } }, /lower ≤ upper, got/],
    ['half an interval', { ...good, interval: { lower: 1 } }, /lower ≤ upper, got/],
    [
      'certainty',
      { ...good, interval: { lower: 1, upper: 1, level: 1 } },
      /`interval\.level` to lie between 0 and 1/,
    ],
    [
      'an interval against p',
      { ...good, p: 0.2 },
      /expected p < 0\.05 exactly where the interval lies inside/,
    ],
    ['an empty reason', { reason: '' }, /`reason` to be a text/],
  ])('is refused where it is %s', (_, given, message) => {
    expect(() => asked(() => given as ReturnType<CustomTest>)).toThrow(message);
    expect(() => asked(() => given as ReturnType<CustomTest>)).toThrow(
      /^Cannot judge by the method of \.\/own\.ts \(export 'mine'\): /,
    );
  });

  test('is refused where it throws, with what it threw', () => {
    const fails = () => {
      throw new TypeError('no such quantile');
    };
    expect(() => asked(fails)).toThrow(/its function fails: no such quantile/);
  });
});
