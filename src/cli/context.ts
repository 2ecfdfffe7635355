import { loadSuite, type IdleFilter, type LoadedSuite } from '../declare/load.ts';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError } from '../errors.ts';
import type { Io } from './io.ts';
import { plural } from '../report/words.ts';
import { printProblems } from './print-error.ts';
import type { ResolvedSettings } from './settings.ts';

export { settle, type CommandSettings } from './settle.ts';

/**
 * Loads the hypotheses that a command speaks of.
 *
 * @throws AssayError `configuration` with every problem of the files, or where nothing fits the filters
 */
export async function loadSelected(
  io: Io,
  { values }: ResolvedSettings,
  selection: { readonly filters: readonly string[]; readonly text?: string | undefined },
  options: { readonly allTiers?: boolean } = {},
): Promise<LoadedSuite> {
  const suite = await loadSuite({
    root: io.cwd,
    directory: values.directory,
    selection: {
      filters: selection.filters,
      ...(selection.text === undefined ? {} : { text: selection.text }),
      ...(values.tags === null ? {} : { tags: values.tags }),
      ...(options.allTiers ? {} : { tier: values.tier }),
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
  if (suite.otherProblems.length > 0)
    io.stderr(`Left out, but wrong:\n${printProblems(suite.otherProblems)}\n`);
  if (suite.idle.length > 0 || suite.hypotheses.length === 0)
    throw nothingFits(suite, values.directory, values.tags, selection);
  return suite;
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
