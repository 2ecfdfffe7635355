import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drawRecipe } from './draw.ts';
import { printRecipe } from './recipe.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dies = new URL('./dies.mjs', import.meta.url).href;

test('a program at which the child dies is told with its seed, and the programs behind it are tried', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/fuzz-programs.ts', '--from', '7', '--count', '3'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: `--import=${dies}` } },
  );
  const program = printRecipe(drawRecipe(7, 'derivatives'));
  expect(program).toContain('// seed 7: ');
  expect(stdout).toContain(`seed 7, derivatives: the process died (SIGKILL), but not again\n${program}\n`);
  expect(stdout).toContain('3 programs, 1 failed');
  expect(status).toBe(1);
}, 600_000);
