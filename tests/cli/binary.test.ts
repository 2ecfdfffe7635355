import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { project, tiny } from './project.ts';
import { spawned } from './spawned.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = resolve(root, 'bin/assay.js');

let here: ReturnType<typeof project>;
beforeEach(() => {
  here = project();
});
afterEach(() => here.remove());

describe('the command as a process', () => {
  test('loads TypeScript in a project that is no ES module, where optimizer-assay is not installed', async () => {
    here.write('package.json', '{}');
    expect((await spawned(here.root, ['new', 'paper/claim'])).code).toBe(0);
    const { code, output, error } = await spawned(here.root, ['list']);
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(output).toContain('paper/claim  ');
  });

  test('goes on where the reader of its output has seen enough', async () => {
    here.writeHypothesis('many', tiny({}));
    const child = spawn(process.execPath, [binary, 'list'], { cwd: here.root });
    child.stdout.destroy();
    let error = '';
    child.stderr.on('data', (data) => (error += data));
    const code = await new Promise((done) => child.on('close', done));
    expect(error).toBe('');
    expect(code).toBe(0);
  });

  test('stops at Ctrl-C with 130 and a partial report', async () => {
    here.writeHypothesis('long', tiny({ stop: { kind: 'epochs', epochs: 100_000 } }));
    let asked = false;
    const { code, output } = await spawned(here.root, [], {
      onError: (error, kill) => {
        if (asked || !error.includes('training 0 of 8 runs')) return;
        asked = true;
        kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(output).toContain('this report is partial');
  });
});

/** Every file of `src` that a module reaches by static imports of values, and the packages that those import. */
function reachable(start: string): { readonly files: Set<string>; readonly packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    const pattern = /^(?:import|export)\s+(?!type\b)(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm;
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(pattern))
      if (specifier!.startsWith('.')) visit(resolve(dirname(file), specifier!));
      else packages.add(specifier!);
  };
  visit(resolve(root, start));
  return { files, packages };
}

describe('what answers at once loads no engine', () => {
  test.each(['src/index.ts', 'src/cli/main.ts', 'src/cli/commands/list.ts', 'src/declare/index.ts'])(
    '%s',
    (start) => {
      const { files, packages } = reachable(start);
      expect(files.size).toBeGreaterThan(3);
      // Kinds of predictions stand on statistics: two small packages, and stdlib, which is loaded at its first call.
      const light = ['zod', 'commander', 'chalk', 'simple-statistics', 'pure-rand'];
      expect(
        [...packages].filter((name) => !light.includes(name.split('/')[0]!) && !name.startsWith('node:')),
      ).toEqual([]);
    },
  );
});

test('a run whose every number is in the store loads no engine and traces nothing', () => {
  const { files, packages } = reachable('src/cli/commands/run.ts');
  expect(files.size).toBeGreaterThan(50);
  const heavy = [...packages].filter((name) => /tensorflow|onnx|protobuf/.test(name));
  expect(heavy).toEqual([]);
});
