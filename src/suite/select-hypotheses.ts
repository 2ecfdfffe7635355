import { loadSuite, type IdleFilter, type LoadedSuite } from '../declare/load.ts';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError } from '../errors.ts';
import { plural } from '../report/words.ts';
import type { Listener } from './events.ts';
import { withMethodDigests } from './method-digests.ts';
import type { Settings } from './settings.ts';

/** Which hypotheses are meant. */
export interface Wanted {
  /** The project's directory; paths in settings and reports are relative to it. */
  readonly root: string;
  readonly settings: Pick<Settings, 'directory' | 'tags' | 'tier'>;
  /** Ids, paths or parts of them, each of which must fit something; all hypotheses where there are none. */
  readonly filters?: readonly string[];
  /** A pattern that occurs in the claim. */
  readonly text?: string | undefined;
  /** Whether those of other tiers are meant too. */
  readonly allTiers?: boolean;
  readonly on?: Listener | undefined;
}

/**
 * Loads the hypotheses that are meant.
 *
 * @throws AssayError `configuration` with every problem of the files, or where nothing fits a filter
 */
export async function selectHypotheses(wanted: Wanted): Promise<LoadedSuite> {
  const { root, settings, filters = [], text, allTiers = false, on } = wanted;
  const suite = await loadSuite({
    root,
    directory: settings.directory,
    selection: {
      filters,
      ...(text === undefined ? {} : { text }),
      ...(settings.tags === null ? {} : { tags: settings.tags }),
      ...(allTiers ? {} : { tier: settings.tier }),
    },
  });
  if (suite.problems.length > 0) {
    const files = new Set(suite.problems.map(({ file }) => file)).size;
    throw new AssayError(
      'configuration',
      `Cannot use ${files} hypothesis ${files === 1 ? 'file' : 'files'}; nothing was trained`,
      { problems: suite.problems },
    );
  }
  if (suite.otherProblems.length > 0) on?.({ kind: 'left out', problems: suite.otherProblems });
  if (suite.idle.length > 0 || suite.hypotheses.length === 0)
    throw nothingFits(suite, settings.directory, settings.tags, { text });
  const hypotheses = await Promise.all(suite.hypotheses.map((each) => withMethodDigests(each, root)));
  return { ...suite, hypotheses };
}

function nothingFits(
  suite: LoadedSuite,
  directory: string,
  tags: readonly string[] | null,
  { text }: { readonly text?: string | undefined },
): AssayError {
  if (suite.names.length === 0)
    return new AssayError(
      'configuration',
      `Cannot find hypotheses: expected ${directory}/**/*.hypothesis.ts, got none (\`assay new <paper>/<claim>\` writes one)`,
    );
  const asked =
    suite.idle.length > 0
      ? suite.idle.map((idle) => `"${idle.filter}"${reasonsOf(idle.leftOut)}${guessOf(idle, suite)}`)
      : [`${askedBy(text, tags)}${reasonsOf(suite.leftOut)}`];
  return new AssayError(
    'configuration',
    `Cannot select hypotheses: expected each filter to fit one of ${plural(suite.files, 'file', 'files')}, got none for ${asked.join(', and for ')}`,
  );
}

const askedBy = (text: string | undefined, tags: readonly string[] | null): string =>
  [text === undefined ? '' : `-t "${text}"`, tags === null ? '' : `--tags ${tags.join(',')}`]
    .filter((each) => each !== '')
    .join(' ') || 'this tier';

function reasonsOf(leftOut: LoadedSuite['leftOut']): string {
  const reasons = Object.entries(leftOut).map(([reason, count]) => `${count} by ${reason}`);
  return reasons.length === 0 ? '' : ` (left out: ${reasons.join(', ')})`;
}

/** The nearest name, or that a file which does not load may be the one. */
function guessOf({ filter, leftOut }: IdleFilter, { names, otherProblems }: LoadedSuite): string {
  if (Object.keys(leftOut).length > 0) return '';
  const guess = didYouMean(
    filter,
    names.flatMap((name) => [name, ...name.split('/')]),
  );
  return guess !== '' || otherProblems.length === 0 ? guess : '; a file that does not load may hold it';
}
