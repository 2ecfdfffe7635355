// Types alone: a hypothesis file that imports `optimizer-assay` must not pay for what checks it.
import type { LoadedSuite } from '../declare/load.ts';
import type { Hypothesis, LoadedHypothesis } from '../declare/types.ts';
import type { Validation } from '../declare/validate.ts';
import { AssayError } from '../errors.ts';
import type { Results } from '../report/results.ts';
import { HypothesisError } from './hypothesis-error.ts';
import type { RunOptions } from './run-suite.ts';
import type { Wanted } from './select-hypotheses.ts';
import type { WrittenSettings } from './settings.ts';

/** A hypothesis as `hypothesis({…})` makes it, or a filter: an id, a path or a part of one. */
export type Checked = Hypothesis | string;

/**
 * Settings that a call of `check` may name; those that it does not name are those of `assay.config.ts`, else their
 * defaults.
 */
export interface CheckOptions
  extends Omit<WrittenSettings, 'reporter'>, Pick<RunOptions, 'signal' | 'on' | 'now'> {
  /** The project's directory; default the working directory. */
  readonly root?: string;
  /** Only claims in which the pattern occurs. */
  readonly text?: string;
  /** `missing` trains what the store does not hold (default), `nothing` refuses where anything is missing. */
  readonly train?: 'missing' | 'nothing';
}

/**
 * Trains what is missing, measures and judges hypotheses, and returns the results; what is refuted or undecided is told
 * in them and throws nothing. Prints nothing: `options.on` hears how it goes.
 *
 * @param checked hypotheses, or filters of the project's files; all files where there are none
 * @throws AssayError `configuration` where a hypothesis or a setting is wrong or nothing fits a filter; `integrity`
 * where the store or the lock does not fit
 * @example
 * const { summary } = await check('three-factors', { seed: '1', workers: 2 });
 * console.log(`${summary.asExpected} of ${summary.total} as expected`);
 */
export async function check(
  checked: Checked | readonly Checked[] = [],
  options: CheckOptions = {},
): Promise<Results> {
  return (await answered(checked, options)).results;
}

/**
 * As `check`, and throws where anything is not as expected.
 *
 * @throws HypothesisError with the whole report where a hypothesis is contradicted, invalid, cut short or (unless
 * `allowInconclusive`) undecided
 * @throws AssayError as `check`
 * @example await assert(hypothesis({ … }))
 */
export async function assert(
  checked: Checked | readonly Checked[] = [],
  options: CheckOptions = {},
): Promise<Results> {
  const { results, settings } = await answered(checked, options);
  const [{ outcomeOf }, { terminal }] = await Promise.all([
    import('./outcome.ts'),
    import('../report/terminal.ts'),
  ]);
  if (outcomeOf(results, settings) === 'asExpected') return results;
  throw new HypothesisError(terminal(results, { color: false }).trim(), results);
}

async function answered(checked: Checked | readonly Checked[], options: CheckOptions) {
  const { root = process.cwd(), text, train = 'missing', signal, on, now, ...flags } = options;
  const settings = await settled(root, flags);
  const all: readonly Checked[] = Array.isArray(checked) ? checked : [checked as Checked];
  const { checkSuite } = await import('./check-suite.ts');
  const { suite, whole } = await suiteOf(all, { root, settings, text, on });
  const results = await checkSuite({ root, settings, suite, whole, train, signal, on, now });
  return { results, settings };
}

/** Options before the project's configuration file, which must be right by itself. */
async function settled(
  root: string,
  options: Pick<CheckOptions, keyof WrittenSettings & keyof CheckOptions>,
) {
  const [{ loadConfig }, { resolveSettings }] = await Promise.all([
    import('./config.ts'),
    import('./settings.ts'),
  ]);
  const { file, settings } = await loadConfig(root);
  const resolved = (config: object, configFile?: string) =>
    resolveSettings({ flags: {}, environment: {}, config, ...(configFile && { configFile }) }).values;
  resolved(settings, file);
  return resolved({ ...settings, ...options });
}

/** The hypotheses that are meant, those of files and those that were handed over. */
async function suiteOf(
  all: readonly Checked[],
  wanted: Pick<Wanted, 'root' | 'settings' | 'text' | 'on'>,
): Promise<{ readonly suite: LoadedSuite; readonly whole: boolean }> {
  const [{ selectHypotheses }, { validate }, { withMethodDigests }] = await Promise.all([
    import('./select-hypotheses.ts'),
    import('../declare/validate.ts'),
    import('./method-digests.ts'),
  ]);
  const filters = all.filter((each) => typeof each === 'string');
  const given = await Promise.all(
    all
      .filter((each) => typeof each !== 'string')
      .map((each) => withMethodDigests(loadedOf(each, validate(each)), wanted.root)),
  );
  if (given.length > 0 && filters.length === 0) return { suite: withGiven(NO_FILES, given), whole: false };
  const suite = await selectHypotheses({ ...wanted, filters });
  return {
    suite: withGiven(suite, given),
    whole: all.length === 0 && wanted.text === undefined && wanted.settings.tags === null,
  };
}

/**
 * Adds hypotheses that were handed over to those of files.
 *
 * @throws AssayError `configuration` where two have one id
 */
function withGiven(suite: LoadedSuite, given: readonly LoadedHypothesis[]): LoadedSuite {
  const hypotheses = [...suite.hypotheses, ...given];
  const ids = hypotheses.map(({ hypothesis: { id } }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined)
    throw new AssayError(
      'configuration',
      `Cannot check hypotheses: expected an id each, got "${twice}" twice`,
    );
  return { ...suite, hypotheses, names: [...suite.names, ...given.map(({ hypothesis: { id } }) => id)] };
}

/** What stands for the file of a hypothesis that was handed over. */
const HERE = '(given)';

function loadedOf(given: Hypothesis, validation: Validation): LoadedHypothesis {
  if (validation.kind === 'valid')
    return { file: HERE, hypothesis: validation.hypothesis, warnings: validation.warnings };
  const id = typeof given === 'object' && given !== null && 'id' in given ? ` ${String(given.id)}` : '';
  throw new AssayError('configuration', `Cannot use the hypothesis${id}; nothing was trained`, {
    problems: validation.problems,
  });
}

const NO_FILES: LoadedSuite = {
  hypotheses: [],
  leftOut: {},
  problems: [],
  otherProblems: [],
  idle: [],
  names: [],
  files: 0,
};
