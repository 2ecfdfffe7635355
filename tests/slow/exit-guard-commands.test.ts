import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { project, tiny } from '../cli/project.ts';
import { spawned } from '../cli/spawned.ts';

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

const optimizer = 'optimizers/bad.optimizer.ts';
const recording = ['baseline', 'record', optimizer, '--baseline', 'b.json', '--reason', 'first'];

describe('every command fails where a module of the user ends the process', () => {
  test.each([
    ['run', ['run']],
    ['judge', ['judge']],
    ['plan', ['plan']],
    ['list', ['list']],
    ['explain', ['explain', 'tiny/two-rates']],
    ['replay', ['replay', 'tiny/two-rates', '--arm', 'base', '--seed', '0/0']],
    ['cache gc', ['cache', 'gc']],
    ['baseline --suite', [...recording, '--suite', 'tiny']],
  ])('%s, a hypothesis', async (_name, argv) => {
    here.write(
      'hypotheses/bad.hypothesis.ts',
      `process.exit(0);\nexport default ${JSON.stringify(tiny())};\n`,
    );
    here.write(optimizer, "export default { kind: 'sgd' };");
    const { code, error, output } = await spawned(here.root, argv);
    expect(error).toContain('code 0 at hypotheses/bad.hypothesis.ts:1:9');
    expect(code).toBe(4);
    expect(output).toBe('');
  });

  test.each([
    ['run', ['run']],
    ['new', ['new', 'paper/claim']],
    ['report', ['report']],
    ['doctor', ['doctor']],
  ])('%s, a configuration', async (_name, argv) => {
    here.write('assay.config.ts', 'process.exit(0);\nexport default {};\n');
    const { code, error } = await spawned(here.root, argv);
    expect(error).toContain('code 0 at assay.config.ts:1:9');
    expect(code).toBe(4);
  });

  test('run, a configuration that never settles', async () => {
    here.write('assay.config.ts', 'await new Promise(() => {});\nexport default {};\n');
    const { code, error } = await spawned(here.root, ['run']);
    expect(error).toContain('Cannot load assay.config.ts: expected an import that settles');
    expect(code).toBe(4);
  });

  test.each([
    ['baseline', recording],
    ['check', ['check', optimizer, '--baseline', 'b.json']],
  ])('%s, an optimizer', async (name, argv) => {
    if (name === 'check') {
      here.write(optimizer, "export default { kind: 'sgd' };");
      await spawned(here.root, [...recording, '--case', 'Rosenbrock, rate 0.001']);
    }
    here.write(optimizer, "process.exit(0);\nexport default { kind: 'sgd' };");
    const { code, error } = await spawned(here.root, argv);
    expect(error).toContain('code 0 at optimizers/bad.optimizer.ts:1:9');
    expect(code).toBe(4);
  });

  test('check --against, an optimizer of the other version', async () => {
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: here.root });
    here.write(optimizer, "process.exit(0);\nexport default { kind: 'sgd' };");
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    here.write(optimizer, "export default { kind: 'adam' };");
    const { code, error } = await spawned(here.root, ['check', optimizer, '--against', 'HEAD']);
    expect(error).toContain('code 0 at optimizers/bad.optimizer.ts:1:9');
    expect(code).toBe(4);
  });

  test('baseline, an optimizer whose export is a promise that never settles', async () => {
    here.write(optimizer, 'export default new Promise(() => {});');
    const { code, error } = await spawned(here.root, recording);
    expect(error).toContain(`Cannot load ${optimizer}: expected an import that settles`);
    expect(code).toBe(4);
  });
});
