import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

let root: string;
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'assay-own-'));
  for (const entry of ['src', 'bin', 'optimizers', 'package.json', 'tsconfig.json'])
    cpSync(join(project, entry), join(root, entry), { recursive: true });
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.assay/\n');
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'first');
});
afterEach(() => git('checkout', '-q', '.'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function edit(file: string, find: string, replace: string): void {
  const path = join(root, 'src', file);
  const text = readFileSync(path, 'utf8');
  expect(text.split(find)).toHaveLength(2);
  writeFileSync(path, text.replace(find, replace));
}

/** Cases that train in a fraction of a second: noise and start are drawn. */
const cases = ['noisy quadratic, rate 0.02, batch 16', 'stiff valley, rate 0.001'];
function against() {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'bin/assay.js',
      ...['check', 'momentum', '--against', 'main', '--json'],
      ...cases.flatMap((id) => ['--case', id]),
    ],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stderr).not.toContain('Cannot');
  const { result } = JSON.parse(stdout).targets[0];
  const levels = cases.map(
    (id) => result.cases.find((each: { id: string }) => each.id === id).level as string,
  );
  return {
    status,
    levels,
    trained: result.trained as number,
    warnings: result.warnings.join('\n') as string,
  };
}

describe('this package against another version of itself', { timeout: 240_000 }, () => {
  test('trains nothing where what plans was rewritten and the programs are the same', () => {
    edit('program/rewriting/simplify.ts', 'const elementwise =', '// A remark.\nconst elementwise =');
    expect(against()).toEqual({
      status: 0,
      levels: ['same mathematics', 'same mathematics'],
      trained: 0,
      warnings: '',
    });
  });

  test('trains both sides where what executes runs was rewritten, and finds the same bytes', () => {
    edit('train/gaussian-noise.ts', '1 / Math.sqrt(batchSize)', '1 / Math.sqrt(1 * batchSize)');
    const { status, levels, trained, warnings } = against();
    expect([status, levels, trained]).toEqual([0, ['same bytes', 'same bytes'], 12]);
    expect(warnings).toMatch(/what executes runs is not that of "main" \(src\/train\/gaussian-noise\.ts\)/);
  });

  test('finds a bug of the noise, which no digest holds', () => {
    edit('train/gaussian-noise.ts', '1 / Math.sqrt(batchSize)', '1 + 0 * batchSize');
    const { status, levels } = against();
    expect([status, levels]).toEqual([1, ['regressed', 'same bytes']]);
  });

  test('finds another start, which no digest holds', () => {
    edit(
      'models/initial-value.ts',
      'standardDeviation * random.normal()',
      '0.5 * standardDeviation * random.normal()',
    );
    const { levels, warnings } = against();
    expect(levels).not.toContain('same mathematics');
    expect(levels).not.toContain('same bytes');
    expect(warnings).toContain('src/models/initial-value.ts');
  });
});
