import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { project, tiny } from './project.ts';
import { spawned } from './spawned.ts';

let here: ReturnType<typeof project>;
let home: string;
beforeEach(() => {
  here = project();
  home = mkdtempSync(join(tmpdir(), 'assay-home-'));
});
afterEach(() => {
  here.remove();
  rmSync(home, { recursive: true, force: true });
});

/**
 * An environment of a user whose every directory is `home`; ONNX Runtime reports nothing where `CI` is set, so it is
 * not.
 */
const atHome = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  ...Object.fromEntries(
    ['HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'].map((name) => [
      name,
      home,
    ]),
  ),
  // A checkout compiles its own sources, and the loader keeps them; an installed copy is compiled.
  TSX_DISABLE_CACHE: '1',
});

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));

describe('nothing leaves the machine, and nothing is left on it', () => {
  test('a run that trains and measures writes to the project and the store alone', async () => {
    const measures = ['trainLoss', 'hessianTrace'];
    here.writeHypothesis('tiny', tiny({ measures }));
    const env = { ...atHome(), ORT_DISABLE_TELEMETRY: '0' };
    const { code, error } = await spawned(here.root, ['run'], { env });
    expect(error).not.toContain('Cannot');
    expect(code).toBe(0);
    expect(filesIn(home)).toEqual([]);
    const outside = filesIn(here.root).filter((file) => !/\/(hypotheses|\.assay)\//.test(file));
    expect(outside).toEqual([]);
  });

  test('so does a doctor, who tries every engine', async () => {
    await spawned(here.root, ['doctor'], { env: atHome() });
    expect(filesIn(home)).toEqual([]);
  });

  test('an installed copy keeps nothing of what it compiles', async () => {
    const copy = join(here.root, 'copy');
    const root = new URL('../../', import.meta.url);
    for (const name of ['assay.js', 'resolve-self.js', 'tensorflow.js'])
      here.write(`copy/bin/${name}`, readFileSync(new URL(`bin/${name}`, root), 'utf8'));
    symlinkSync(new URL('node_modules', root), join(copy, 'node_modules'));
    here.write('copy/package.json', '{ "type": "module" }');
    here.write(
      'copy/dist/cli/exit-guard.js',
      'export const runGuarded = (command) => command(process.exit);',
    );
    here.write(
      'copy/dist/cli/main.js',
      "export const main = async () => console.log((await import('../../../typed.ts')).typed);",
    );
    here.write('typed.ts', 'export const typed: string = `${process.env.ORT_DISABLE_TELEMETRY} is typed`;');
    const { TSX_DISABLE_CACHE: _, ...env } = atHome();
    const { output, error } = await spawned(here.root, [], { env, binary: join(copy, 'bin/assay.js') });
    expect(error).toBe('');
    expect(output).toBe('1 is typed\n');
    expect(filesIn(home)).toEqual([]);
  });
});
