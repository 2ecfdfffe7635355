import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { CheckResult } from '../../src/check/index.ts';
import { changedLevels, levels } from '../../src/check/index.ts';
import { plant } from './plant.ts';
import type { Mutant } from './table.ts';

/** What a check said of a mutant. */
export interface Row {
  readonly name: string;
  readonly target: string;
  readonly kind: Mutant['kind'];
  /** The answer of the check, or `refused` where it found that the baseline is of another experiment. */
  readonly level: string;
  /** Whether the check fails: the exit code is not 0. */
  readonly caught: boolean;
  /** Most seeds of a case; 0 where nothing was trained. */
  readonly seeds?: number;
  readonly runs: number;
  readonly seconds: number;
  /** What decided it, in words. */
  readonly evidence: string;
}

const exitCodes = { refused: 2 } as const;

/**
 * Plants a mutant, checks its optimizer there against a baseline of the project as it is, and says what came out.
 * Nothing is taken from the store: what a mutant of the harness trains has the keys of what the harness trains.
 *
 * @throws Error where the mutant cannot be planted, or the check fails rather than answers
 */
export function examine(mutant: Mutant, baseline: string, root: string, cases: readonly string[] = []): Row {
  const { name, target, kind } = mutant;
  const planted = plant(mutant, root);
  const startedAt = performance.now();
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[
          join(planted.directory, 'bin/assay.js'),
          'check',
          `scripts/mutants/targets/${target}.optimizer.ts`,
        ],
        ...['--baseline', baseline, '--no-store', '--json'],
        ...cases.flatMap((id) => ['--case', id]),
      ],
      { cwd: planted.directory, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const known = { name, target, kind, seconds } as const;
    if (status === exitCodes.refused && stderr.includes('Cannot use the baseline'))
      return { ...known, level: 'refused', caught: true, seeds: 0, runs: 0, evidence: refusal(stderr) };
    if (stdout.trim() === '')
      throw new Error(`Cannot check "${name}": expected an answer, got exit code ${status} and\n${stderr}`);
    const result = JSON.parse(stdout) as CheckResult;
    return {
      ...known,
      level: result.level,
      caught: status !== 0,
      seeds: Math.max(0, ...result.cases.map(({ seeds = 0 }) => seeds)),
      runs: result.trained,
      evidence: evidenceOf(result),
    };
  } finally {
    planted.remove();
  }
}

function refusal(stderr: string): string {
  const cases = /got others \(([^)]*)\)/.exec(stderr)?.[1] ?? '';
  return `schedules, data or start are others: ${cases}`;
}

/** The levels of all cases, and the first thing that tells. */
function evidenceOf({ cases, laws = [], warnings }: CheckResult): string {
  const counts = [...levels]
    .reverse()
    .map((level) => [level, cases.filter((each) => each.level === level).length] as const)
    .filter(([, count]) => count > 0)
    .map(([level, count]) => `${count} ${level}`);
  const changed =
    cases.find(({ where }) => where !== undefined) ??
    cases.find(({ level }) => changedLevels.includes(level));
  const broken = laws.filter(({ holds }) => !holds).map(({ law }) => law);
  return [
    counts.join(', '),
    ...(changed === undefined ? [] : [`${changed.evidence} (${changed.id})`]),
    ...(broken.length === 0 ? [] : [`law broken: ${broken.join(', ')}`]),
    ...(warnings.some((warning) => warning.startsWith('what trains')) ? ['the harness probe differs'] : []),
  ].join('; ');
}
