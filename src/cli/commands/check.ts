import { resolve } from 'node:path';
import {
  checkTarget,
  levels,
  loadTarget,
  printCheck,
  readBaseline,
  type CheckOptions,
  type CheckResult,
  type Level,
} from '../../check/index.ts';
import { engineNamed } from '../../engines/index.ts';
import { AssayError } from '../../errors.ts';
import { openStore } from '../../store/index.ts';
import { settle } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { ProgressLine } from '../progress.ts';
import type { RawSettings } from '../settings.ts';
import { version } from '../version.ts';

/** Levels that `--at-least` may demand. */
const demands: Readonly<Record<string, Level>> = {
  mathematics: 'same mathematics',
  bytes: 'same bytes',
  rounding: 'same within rounding',
  equivalent: 'equivalent',
};

const ofLevel = {
  'same mathematics': exitCodes.asExpected,
  'same bytes': exitCodes.asExpected,
  'same within rounding': exitCodes.asExpected,
  equivalent: exitCodes.asExpected,
  improved: exitCodes.asExpected,
  unresolved: exitCodes.inconclusive,
  regressed: exitCodes.contradicted,
} as const satisfies Record<Level, number>;

/** The exit code of a check: of its level, or 1 where that is weaker than what is demanded. */
function exitCodeOf({ level }: CheckResult, demanded: Level | undefined): number {
  const weaker = demanded !== undefined && levels.indexOf(level) > levels.indexOf(demanded);
  return weaker && level !== 'unresolved' ? exitCodes.contradicted : ofLevel[level];
}

function demandOf(word: string | undefined): Level | undefined {
  if (word === undefined) return undefined;
  const demanded = demands[word];
  if (demanded !== undefined) return demanded;
  throw new AssayError(
    'configuration',
    `Cannot use --at-least: expected ${Object.keys(demands).join(' | ')}, got "${word}"`,
  );
}

/** What both commands train with, from the settings. */
export async function checkOptions(
  io: Io,
  flags: RawSettings,
): Promise<{ readonly options: CheckOptions; readonly seed: string; readonly done: () => void }> {
  const { values } = await settle(io, flags);
  const line = new ProgressLine(io);
  const options: CheckOptions = {
    engine: await engineNamed(values.engine),
    store: openStore(values.store === null ? null : resolve(io.cwd, values.store)),
    workers: values.workers,
    version: version(),
    dataDir: values.dataDir ?? undefined,
    signal: io.signal,
    onProgress: (progress) => {
      if (progress.hits < progress.total) line.show({ stage: 'training', ...progress });
    },
  };
  return { options, seed: values.seed, done: () => line.clear() };
}

interface CheckFlags extends RawSettings {
  readonly baseline: string;
  readonly strict?: boolean;
  readonly atLeast?: string;
  readonly json?: boolean;
}

/** `assay check`: whether an optimizer still does what it did when its baseline was recorded. */
export async function check(io: Io, flags: CheckFlags, word: string): Promise<number> {
  const startedAt = io.now();
  const demanded = demandOf(flags.atLeast);
  const baseline = await readBaseline(resolve(io.cwd, flags.baseline), flags.baseline);
  const target = await loadTarget(word, io.cwd);
  const { options, done } = await checkOptions(io, flags);
  const result = await interruptible(io, done, () =>
    checkTarget(target, baseline, { ...options, strict: flags.strict ?? false }),
  );
  if (result === undefined) return exitCodes.interrupted;
  io.stdout(
    flags.json === true ? `${JSON.stringify(result, null, 2)}\n` : printCheck(result, io.now() - startedAt),
  );
  return exitCodeOf(result, demanded);
}

/** What the work gives, or nothing where it was interrupted: finished runs are in the store. */
export async function interruptible<T>(
  io: Io,
  done: () => void,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!io.signal.aborted || !(error instanceof AssayError)) throw error;
    io.stderr('Interrupted; the same command resumes.\n');
    return undefined;
  } finally {
    done();
  }
}
