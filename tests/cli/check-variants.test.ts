import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { VariantsResult } from '../../src/check/index.ts';
import { project } from './project.ts';

const variants = {
  plain: { kind: 'sgd' },
  fast: { kind: 'heavy-ball', momentum: 0.9 },
  still: { kind: 'heavy-ball', momentum: 0 },
};
const same = [['still', 'plain']];

let here: ReturnType<typeof project>;
/** A module is loaded once, so every edit is a file of its own. */
const target = (name: string, content: object) =>
  here.write(`optimizers/${name}.optimizer.ts`, `export default ${JSON.stringify(content)};\n`);
/** A command on one case, which is one run. */
const run = (...words: readonly string[]) =>
  here.run([...words, '--baseline', 'variants.json', '--case', 'Rosenbrock, rate 0.001']);

beforeAll(async () => {
  here = project();
  target('first', { variants, same });
  const { code, error } = await run('baseline', 'record', 'first', '--reason', 'first');
  expect([code, error]).toEqual([0, expect.not.stringContaining('Cannot')]);
}, 300_000);
afterAll(() => here.remove());

describe('a target with variants', () => {
  test('has one baseline that holds one of each, and is unchanged where each is', async () => {
    const written = JSON.parse(readFileSync(join(here.root, 'variants.json'), 'utf8')) as {
      readonly kind: string;
      readonly variants: Readonly<Record<string, { readonly target: string }>>;
    };
    expect(written.kind).toBe('variants');
    expect(Object.values(written.variants).map((each) => each.target)).toEqual([
      'optimizers/first.optimizer.ts#plain',
      'optimizers/first.optimizer.ts#fast',
      'optimizers/first.optimizer.ts#still',
    ]);
    const { code, output } = await run('check', 'first');
    expect(code).toBe(0);
    expect(output).toMatch(
      /^optimizers\/first\.optimizer\.ts#fast: same mathematics on 1 case; nothing trained$/m,
    );
    expect(output).toMatch(/^optimizers\/first\.optimizer\.ts: same mathematics on 3 variants; /m);
  }, 300_000);

  test('has changed where one of them has, and says which; the others are checked alone', async () => {
    target('second', { variants: { ...variants, fast: { kind: 'heavy-ball', momentum: 0.5 } }, same });
    const { code, output } = await run('check', 'second', '--json');
    expect(code).toBe(1);
    const { target: file, level, variants: found } = JSON.parse(output) as VariantsResult;
    expect(file).toBe('optimizers/second.optimizer.ts');
    const levels = found.map((each) => [each.target.replace(/.*#/, ''), each.level]);
    expect(levels[0]).toEqual(['plain', 'same mathematics']);
    expect(levels[2]).toEqual(['still', 'same mathematics']);
    expect(levels[1]![1]).toBe(level);
    expect(['equivalent', 'improved', 'size not decided', 'regressed']).toContain(level);
    expect((await run('check', 'second#plain')).code).toBe(0);
    expect((await run('check', 'second#fast')).code).toBe(1);
  }, 300_000);

  test('is refused with other variants than it was recorded with, and where one is named that is not there', async () => {
    target('third', { variants: { ...variants, new: { kind: 'adam' } }, same });
    const more = await run('check', 'third');
    expect([more.code, more.error]).toEqual([
      2,
      expect.stringMatching(
        /expected the variants that it was recorded with \(plain, fast, still\), got optimizers\/third\.optimizer\.ts#new; record it again/,
      ),
    ]);
    const absent = await run('check', 'first#slow');
    expect([absent.code, absent.error]).toEqual([
      2,
      expect.stringMatching(/expected variant "slow", got plain, fast, still/),
    ]);
  }, 300_000);

  test('that declares two to be the same is not recorded where they are not', async () => {
    target('fourth', { variants, same: [['fast', 'plain']] });
    const { code, error } = await here.run([
      ...['baseline', 'record', 'fourth', '--reason', 'x', '--baseline', 'fourth.json'],
      ...['--case', 'Rosenbrock, rate 0.001'],
    ]);
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(
        /expected the declared law equals plain to hold within 0\.000001, got a deviation of/,
      ),
    ]);
  }, 300_000);
});
