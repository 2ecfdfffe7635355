import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { project } from './project.ts';

const program = fileURLToPath(new URL('../check/targets/trainer.mjs', import.meta.url));

let here: ReturnType<typeof project>;
beforeAll(async () => {
  here = project();
  target('good', { DIGEST: 'a' });
  const { code, error } = await run('baseline', 'record', 'good', '--reason', 'first');
  expect([code, error]).toEqual([0, expect.not.stringContaining('Cannot')]);
});
afterAll(() => here.remove());

const target = (name: string, env: Readonly<Record<string, string>>, changes: object = {}) =>
  here.write(
    `optimizers/${name}.optimizer.ts`,
    `export default ${JSON.stringify({ command: [process.execPath, program], env, ...changes })};\n`,
  );

/** A command on one case, which is one run. */
const run = (...words: readonly string[]) =>
  here.run([...words, '--baseline', 'trainer.json', '--case', 'Rosenbrock, rate 0.001']);
const written = () => readFileSync(join(here.root, 'trainer.json'), 'utf8');

describe('a trainer that fails ends the check with 4, and its captured output', () => {
  test.each([
    ['dies', /it ended with exit code 3\. Its standard error ended with:\n {2}out of memory\n/],
    ['hangs', /silent for 0\.5 s during job .*\. Its standard error ended with:\n {2}waiting for a lock\n/],
    ['garbage', /it printed "epoch 1 of 10": /],
    ['nan', /expected finite numbers, got NaN/],
    ['refuses', /it reported an error: no such data/],
  ])('%s', async (mode, message) => {
    target(mode, { DIGEST: mode, MISBEHAVES: mode }, { idleTimeout: 0.5 });
    const { code, error } = await run('check', mode);
    expect(error).toMatch(/^Cannot train 1 of 1 runs: Cannot train with external trainer /m);
    expect(error).toMatch(message);
    expect(error).toContain('finished runs are kept in the store.');
    expect(code).toBe(4);
  });

  test.each([
    [
      'dies before it greets',
      "process.stderr.write('no CUDA\\n', () => process.exit(7))",
      /exit code 7.*no CUDA/s,
    ],
    ['never greets', 'setInterval(() => {}, 1000)', /silent for 0\.5 s during the hand-shake/],
    ['greets with garbage', "console.log('Using device cpu')", /it printed "Using device cpu"/],
  ])('%s', async (what, script, message) => {
    const name = what.replaceAll(' ', '-'); // a module is loaded once
    target(name, {}, { command: [process.execPath, '-e', script], startTimeout: 0.5 });
    const { code, error } = await run('check', name);
    expect(error).toMatch(message);
    expect(code).toBe(4);
  });

  test('and leaves the baseline that it should have updated, or writes none', async () => {
    target('bad', { DIGEST: 'dies', MISBEHAVES: 'dies' });
    const before = written();
    expect((await run('baseline', 'update', 'bad', '--reason', 'second')).code).toBe(4);
    expect(written()).toBe(before);
    const flags = ['--baseline', 'new.json', '--reason', 'x', '--case', 'Rosenbrock, rate 0.001'];
    expect((await here.run(['baseline', 'record', 'bad', ...flags])).code).toBe(4);
    expect(existsSync(join(here.root, 'new.json'))).toBe(false);
  });
});

describe('what is wrong before anything is trained ends the check with 2', () => {
  test('a missing interpreter', async () => {
    target('missing', {}, { command: ['no-such-interpreter', 'train.py'] });
    const { code, error } = await run('check', 'missing');
    expect(error).toMatch(/"no-such-interpreter" was not found \(is the interpreter installed/);
    expect(code).toBe(2);
  });

  test('a trainer of another form, with every field that does not fit', async () => {
    target('formless', {}, { command: [], idleTimeout: -1 });
    const { code, error } = await run('check', 'formless');
    expect(error).toMatch(/command.*idleTimeout/s);
    expect(code).toBe(2);
  });

  test.each([
    [
      'no default export',
      'export const optimizer = 1;',
      /Cannot use .*: expected an export named 'default', got optimizer/,
    ],
    [
      'a number',
      'export default 7;',
      /Cannot use optimizers\/\S+\.optimizer\.ts as an optimizer: .*got number/,
    ],
    ['an unknown kind', "export default { kind: 'adm' };", /optimizers\/\S+\.optimizer\.ts: .*"adm"/s],
    ['no TypeScript', 'export default {', /Cannot import .*\.optimizer\.ts/],
  ])('a target that exports no optimizer: %s', async (what, text, message) => {
    const name = what.replaceAll(' ', '-');
    here.write(`optimizers/${name}.optimizer.ts`, `${text}\n`);
    const { code, error } = await run('check', name);
    expect(error).toMatch(message);
    expect(code).toBe(2);
  });

  test.each([
    [
      'another schema',
      '{ "schema": 7 }',
      /expected schema 2, got schema 7; record it again with `assay baseline update`/,
    ],
    ['no JSON', '<<<<<<< HEAD', /expected JSON, got text that cannot be read/],
    ['other fields', '{ "schema": 2, "target": "x" }', /expected schema 2, got other fields/],
  ])('a baseline of %s', async (_what, text, message) => {
    here.write('other.json', text);
    const { code, error } = await here.run(['check', 'good', '--baseline', 'other.json']);
    expect(error).toMatch(message);
    expect(code).toBe(2);
  });
});
