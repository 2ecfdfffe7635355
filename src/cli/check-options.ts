import { resolve } from 'node:path';
// Not the rooms' indices: a check whose programs are unchanged needs little of them.
import { battery, type BatteryCase } from '../check/battery/battery.ts';
import { LOOKS } from '../check/compare/looks.ts';
import type { CheckOptions, HypothesesBaseline } from '../check/index.ts';
import { didYouMean } from '../declare/suggest.ts';
import { engineNamed } from '../engines/named.ts';
import { AssayError } from '../errors.ts';
import { openStore } from '../store/index.ts';
import type { Io } from './io.ts';
import { ProgressLine } from './progress.ts';
import type { RawSettings } from '../suite/settings.ts';
import { settle, type CommandSettings } from './settle.ts';
import { version } from '../version.ts';

/** Flags that say what an optimizer is tried on. */
export interface TrialFlags extends RawSettings {
  /** Filters of hypotheses, in place of the battery. */
  readonly suite?: readonly string[];
  /** Cases of the battery; all unless some are named. */
  readonly case?: readonly string[];
  /** Seeds of a case, in place of those of the standard looks. */
  readonly seeds?: string;
}

/** A baseline, of which only its hypotheses matter here. */
export interface Suited {
  readonly suite?: HypothesesBaseline['suite'];
}

/** What checks and recordings are made with, from the settings. */
export interface Prepared {
  readonly options: CheckOptions;
  readonly settled: CommandSettings;
  /** Takes the progress line away. */
  readonly done: () => void;
}

/**
 * Prepares a check or a recording.
 *
 * @param baseline whose hypotheses are taken where the flags name none
 * @throws AssayError `configuration` where settings, cases or hypotheses are not understood
 */
export async function prepare(io: Io, flags: TrialFlags, baseline?: Suited): Promise<Prepared> {
  const settled = await settle(io, { ...flags, ...(baseline?.suite && { tier: baseline.suite.tier }) });
  const { values } = settled;
  const line = new ProgressLine(io);
  const suite = await suiteOf(io, settled, flags, baseline);
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
    ...(flags.case === undefined ? {} : { battery: casesOf(flags.case) }),
    ...(suite === undefined ? {} : { suite }),
    ...(flags.seeds === undefined ? {} : { looks: looksOf(flags.seeds) }),
  };
  return { options, settled, done: () => line.clear() };
}

/** The standard looks, as far as there are so many seeds, and one at all of them. */
function looksOf(word: string): readonly number[] {
  const seeds = Number(word);
  if (!Number.isInteger(seeds) || seeds < LOOKS[0]! || seeds > 10_000)
    throw new AssayError(
      'configuration',
      `Cannot use --seeds: expected a whole number from ${LOOKS[0]} to 10000, got "${word}"`,
    );
  return [...LOOKS.filter((count) => count < seeds), seeds];
}

function casesOf(ids: readonly string[]): readonly BatteryCase[] {
  const known = battery.map(({ id }) => id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown === undefined) return battery.filter(({ id }) => ids.includes(id));
  throw new AssayError(
    'configuration',
    `Cannot use --case: expected a case of the battery, got "${unknown}"${didYouMean(unknown, known)}`,
  );
}

async function suiteOf(
  io: Io,
  settled: CommandSettings,
  { suite: filters }: TrialFlags,
  baseline: Suited | undefined,
): Promise<CheckOptions['suite']> {
  const kept = baseline?.suite;
  if (filters !== undefined && baseline !== undefined && kept === undefined)
    throw new AssayError(
      'configuration',
      'Cannot use --suite: expected a baseline that was recorded with --suite, got one of the standard battery',
    );
  const ids = Object.keys(kept?.hypotheses ?? {});
  if (filters === undefined && kept === undefined) return undefined;
  const { loadSelected } = await import('./context.ts');
  const { hypotheses } = await loadSelected(io, settled, { filters: filters ?? ids });
  const wanted = hypotheses.filter(({ hypothesis: { id } }) => filters !== undefined || ids.includes(id));
  return { hypotheses: wanted, tier: settled.values.tier };
}
