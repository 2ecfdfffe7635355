import { loadSuite, type LoadedSuite } from '../declare/load.ts';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError } from '../errors.ts';
import type { Io } from './io.ts';
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
  if (suite.hypotheses.length === 0) throw nothingFits(suite, values.directory, selection);
  return suite;
}

function nothingFits(
  suite: LoadedSuite,
  directory: string,
  { filters, text }: { readonly filters: readonly string[]; readonly text?: string | undefined },
): AssayError {
  if (suite.names.length === 0)
    return new AssayError(
      'configuration',
      `Cannot find hypotheses: expected ${directory}/**/*.hypothesis.ts, got none (\`assay new <paper>/<claim>\` writes one)`,
    );
  const asked = [
    ...filters.map((filter) => `"${filter}"`),
    ...(text === undefined ? [] : [`-t "${text}"`]),
  ].join(' ');
  const reasons = Object.entries(suite.leftOut).map(([reason, count]) => `${count} by ${reason}`);
  const words = suite.names.flatMap((name) => [name, ...name.split('/')]);
  const commands = [
    'run',
    'judge',
    'robustness',
    'list',
    'lint',
    'plan',
    'lock',
    'replay',
    'new',
    'explain',
    'report',
    'cache',
    'check',
    'baseline',
    'doctor',
  ];
  const guess = filters.length === 1 ? didYouMean(filters[0], [...commands, ...words]) : '';
  return new AssayError(
    'configuration',
    `Cannot select hypotheses: expected ${asked === '' ? 'some' : asked} to fit, got none of ${suite.names.length / 2} (left out: ${reasons.join(', ')})${guess}`,
  );
}
