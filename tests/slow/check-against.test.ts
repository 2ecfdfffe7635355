import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { project, tiny } from '../cli/project.ts';

let here: ReturnType<typeof project>;
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
    cwd: here.root,
    encoding: 'utf8',
  });
const target = (name: string, content: string) =>
  here.write(`optimizers/${name}.optimizer.ts`, `export default ${content};\n`);

/** One run of milliseconds. */
const quick = ['--case', 'Rosenbrock, rate 0.001'];
const against = (...flags: readonly string[]) => here.run(['check', ...flags, '--against', 'base', ...quick]);
const worktrees = () => git('worktree', 'list').trim().split('\n').length;
/** Temporary files of this test alone, so that others may run beside it. */
const temporary = mkdtempSync(join(tmpdir(), 'assay-temporary-'));
const usual = process.env['TMPDIR'];

beforeAll(() => {
  here = project();
  process.env['TMPDIR'] = temporary;
  here.write('.gitignore', '.assay/\n');
  target('same', "{ kind: 'adam' }");
  target('changed', "{ kind: 'heavy-ball', momentum: 0.9 }");
  target('gone', "{ kind: 'sgd' }");
  target('broken-before', '7');
  here.writeHypothesis('tiny', tiny());
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
  git('branch', 'base');
  here.write('optimizers/gone.optimizer.ts', '');
  git('rm', '-q', '-f', 'optimizers/gone.optimizer.ts');
  target('changed', "{ kind: 'heavy-ball', momentum: 0.9, dampening: 0.9 }");
  target('broken-before', "{ kind: 'sgd' }");
  target('fresh', "{ kind: 'sgd' }");
});
afterAll(() => {
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  rmSync(temporary, { recursive: true, force: true });
  here.remove();
});

describe('a check against another version', () => {
  test('trains nothing where the programs are the same', async () => {
    const { code, output } = await against('same');
    expect(output).toMatch(/^optimizers\/same\.optimizer\.ts: same mathematics on 1 case; nothing trained$/m);
    expect(output).toMatch(
      /\(with changes that are not committed\) against base \([0-9a-f]{10}\): 1 target; /,
    );
    expect(code).toBe(0);
  });

  test('trains both sides of what has changed, with no baseline file, and says what it found', async () => {
    const { code, output } = await against('changed', 'same');
    expect(output).toMatch(
      /^ {2}changed, regressed +Rosenbrock, rate 0.001: all tensors from step 1, update × 0.1000 /m,
    );
    expect(output).toMatch(
      /^optimizers\/changed\.optimizer\.ts: changed, regressed on 1 case; 1 run trained$/m,
    );
    expect(output).toContain('optimizers/same.optimizer.ts: same mathematics');
    expect(code).toBe(1);
  });

  test('says of a new optimizer, and of one that was removed, that there is nothing to compare', async () => {
    const { code, output } = await against('fresh', 'optimizers/gone.optimizer.ts');
    expect(output).toContain('fresh.optimizer.ts: new: "base" has none, so there is nothing to compare\n');
    expect(output).toContain('gone.optimizer.ts: removed: only "base" has it\n');
    expect(code).toBe(0);
  });

  test('tells in JSON what was compared with what', async () => {
    const { output } = await against('same', join(here.root, 'optimizers/fresh.optimizer.ts'), '--json');
    const { reference, uncommitted, targets } = JSON.parse(output);
    expect(reference).toEqual({ ref: 'base', commit: git('rev-parse', 'base').trim() });
    expect(uncommitted).toBe(true);
    expect(targets.map(({ kind }: { kind: string }) => kind)).toEqual(['compared', 'new']);
  });

  test('says that packages are not those of the version where the lock files differ', async () => {
    writeFileSync(join(here.root, 'package-lock.json'), '{}');
    const { output } = await against('same');
    git('clean', '-q', '-f', 'package-lock.json');
    expect(output).toMatch(
      /^warning: package-lock\.json is not that of "base": both sides use the packages /m,
    );
  });

  test('takes hypotheses in place of the battery, and tells which verdict changed', async () => {
    const { code, output } = await here.run(['check', 'changed', '--against', 'base', '--suite', 'tiny']);
    expect(output).toMatch(
      /tiny\/two-rates, arm base: runs differ; what rounding makes of the arms of hypotheses is not measured/,
    );
    expect(output).toMatch(/^ {2}(0|1) of 1 verdict stayed$/m);
    expect(code).toBe(1);
  });
});

describe('what cannot be compared is told with exit code 2', () => {
  test.each([
    ['an unknown version', ['same', '--against', 'nope'], /expected a branch, tag or commit of .*, got none/],
    ['an option for a version', ['same', '--against', '--all'], /expected a branch, tag or commit/],
    ['a target on neither side', ['absent', '--against', 'base'], /Cannot find optimizer "absent"/],
    [
      'a target outside',
      ['/tmp/x.optimizer.ts', '--against', 'base'],
      /expected a file in .*, got one outside/,
    ],
    ['neither side named', ['same'], /expected either --baseline <file> or --against <ref>, got neither/],
    ['both sides named', ['same', '--against', 'base', '--baseline', 'b'], /got both/],
  ])('%s', async (_what, flags, message) => {
    const { code, error } = await here.run(['check', ...flags]);
    expect(error).toMatch(message);
    expect(code).toBe(2);
  });

  test('a target that was broken in that version, with what its command said', async () => {
    const { code, error } = await against('broken-before');
    expect(error).toMatch(
      /^Cannot use optimizers\/broken-before\.optimizer\.ts at "base": .* exit code 2, and said/,
    );
    expect(error).toContain('expected a default export that is a specification');
    expect(code).toBe(2);
  });

  test('a directory in no repository', async () => {
    const { code, error } = await here.run(['check', 'same', '--against', 'base'], { cwd: temporary });
    expect(error).toMatch(/expected a directory in a git repository, got /);
    expect(code).toBe(2);
  });
});

test('an interruption ends with 130', async () => {
  const { code, error } = await here.run(['check', 'same', '--against', 'base', ...quick], {
    signal: AbortSignal.timeout(300), // while the other side starts, which takes longer
  });
  expect(error).toContain('Interrupted; the same command resumes.');
  expect(code).toBe(130);
});

test('nothing is left behind, whether a check succeeded, failed or was interrupted', () => {
  expect(worktrees()).toBe(1);
  expect(readdirSync(temporary).filter((name) => name.startsWith('assay-'))).toEqual([]);
});
