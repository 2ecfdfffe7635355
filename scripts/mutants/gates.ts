import { spawnSync } from 'node:child_process';
import { plant } from './plant.ts';
import type { Edit } from './table.ts';

/** A threshold or a condition by which sameness is decided, turned round or moved out of reach. */
export interface Gate {
  readonly name: string;
  readonly edits: readonly [Edit, ...Edit[]];
}

const gate = (name: string, file: string, find: string, replace: string): Gate => ({
  name,
  edits: [{ file: `src/check/sameness/${file}.ts`, find, replace }],
});

/**
 * Gates of our own that pairs of optimizers must notice when they are wrong, as one that a report found inverted
 * (NVIDIA/Megatron-LM#3097).
 */
export const gates: readonly Gate[] = [
  gate(
    '64 bit: out of reach',
    'judge-sameness',
    'const SAME_MATHEMATICS = 1;',
    'const SAME_MATHEMATICS = 1e9;',
  ),
  gate('64 bit: nothing tells', 'judge-sameness', 'const TELLS = 0.1;', 'const TELLS = -1;'),
  gate(
    'rounding: out of reach',
    'growth',
    'export const BEYOND_ROUNDING = 5;',
    'export const BEYOND_ROUNDING = 1e9;',
  ),
  gate(
    'rounding: at nothing',
    'growth',
    'export const BEYOND_ROUNDING = 5;',
    'export const BEYOND_ROUNDING = 1e-3;',
  ),
  gate(
    'what differs: inverted',
    'judge-sameness',
    "times > BEYOND_ROUNDING ? 'changed'",
    "times < BEYOND_ROUNDING ? 'changed'",
  ),
  gate(
    'what is the same: inverted',
    'judge-sameness',
    "times <= BEYOND_ROUNDING ? 'same within rounding'",
    "times > BEYOND_ROUNDING ? 'same within rounding'",
  ),
  gate(
    'bytes: the first step alone',
    'distances',
    'x.length === y.length && x.every(',
    'x.length === y.length && x.slice(0, 1).every(',
  ),
];

/** Which pairs came out otherwise than they ought to, with a gate planted. */
export interface GateRow {
  readonly name: string;
  readonly noticed: readonly string[];
}

/** Pairs that are judged with a gate planted: the same, below rounding, changed early and late, less exact. */
const PAIRS =
  '^(sgdm: (ema|lr\\*1.00001|decay 1e-6|lost at half)|adam: (torch|lr\\*1.00001|bf16 moments)|lion: sum)$';
const CASE = 'ill-conditioned quadratic, rate 0.01';

/** Whether pairs notice that a gate is wrong: which come out otherwise than they ought to. */
export function noticed({ name, edits }: Gate, root: string): readonly string[] {
  const planted = plant({ name, edits }, root, ['scripts', 'tests/check/pairs', 'docs/mutants.json']);
  try {
    const { stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/mutants.ts', '--pairs', '--only', PAIRS, '--case', CASE],
      { cwd: planted.directory, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    const judged = stdout.split('\n').filter((line) => /^[✓✗] /u.test(line));
    if (judged.length === 0)
      throw new Error(`Cannot judge pairs with the gate "${name}" planted: expected answers, got none`);
    return judged
      .filter((line) => line.startsWith('✗'))
      .map((line) => line.replace(/^✗ (.*) \((same|different)\): .*$/u, '$1'));
  } finally {
    planted.remove();
  }
}
