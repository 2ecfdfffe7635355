import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AssayError, type Problem } from '../errors.ts';
import { whileLoading } from '../user-modules.ts';
import { displayPath, findHypothesisFiles } from './find.ts';
import { fitsFilter, fitsFilters, leftOut, type LeftOut, type Selection } from './select.ts';
import type { LoadedHypothesis } from './types.ts';
import { validate } from './validate.ts';

/** What loading found: the selected hypotheses, what was left out and why, and every problem of the selected files. */
export interface LoadedSuite {
  readonly hypotheses: readonly LoadedHypothesis[];
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  readonly problems: readonly Problem[];
  /** Problems of files that a filter leaves out: told, but they stop nothing. */
  readonly otherProblems: readonly Problem[];
  /** Filters that select nothing, whatever the others select. */
  readonly idle: readonly IdleFilter[];
  /** Every id and path that could have been selected: for suggestions. */
  readonly names: readonly string[];
  /** How many files there are, those that do not load among them. */
  readonly files: number;
}

/** A filter that selects nothing. */
export interface IdleFilter {
  readonly filter: string;
  /** What it fits, and why that is left out all the same. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

type LoadedFile =
  | { readonly kind: 'loaded'; readonly loaded: LoadedHypothesis }
  | { readonly kind: 'broken'; readonly file: string; readonly problems: readonly Problem[] };

/** The first lines of what the loader or the module itself threw; the stack of a loader helps nobody. */
function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 3)
    .join(' ');
}

async function loadFile(root: string, path: string): Promise<LoadedFile> {
  const file = displayPath(root, path);
  const broken = (problems: readonly Problem[]): LoadedFile => ({
    kind: 'broken',
    file,
    problems: problems.map((problem) => ({ file, ...problem })),
  });
  let module: { readonly default?: unknown };
  try {
    module = await whileLoading<{ readonly default?: unknown }>(
      path,
      () => import(/* @vite-ignore */ pathToFileURL(path).href),
    );
  } catch (thrown) {
    if (thrown instanceof AssayError) throw thrown;
    return broken([{ path: '', message: `expected a module that loads, got: ${reasonOf(thrown)}` }]);
  }
  if (!('default' in module))
    return broken([
      { path: '', message: 'expected `export default hypothesis({…})`, got no default export' },
    ]);
  const validation = validate(module.default);
  if (validation.kind === 'invalid') return broken(validation.problems);
  const warnings = validation.warnings.map((warning) => ({ file, ...warning }));
  return { kind: 'loaded', loaded: { file, hypothesis: validation.hypothesis, warnings } };
}

/** One problem a hypothesis whose id another file also has. */
function duplicates(all: readonly LoadedHypothesis[]): (Problem & { readonly id: string })[] {
  return all.flatMap(({ file, hypothesis: { id } }) => {
    const others = all.filter((other) => other.hypothesis.id === id && other.file !== file);
    return others.length === 0
      ? []
      : [
          {
            id,
            file,
            path: 'id',
            message: `expected an id of its own, got "${id}", which ${others.map((other) => other.file).join(' and ')} also has`,
          },
        ];
  });
}

function countReasons(
  selection: Selection,
  all: readonly LoadedHypothesis[],
): Readonly<Partial<Record<LeftOut, number>>> {
  const counts: Partial<Record<LeftOut, number>> = {};
  for (const loaded of all) {
    const reason = leftOut(selection, loaded);
    if (reason !== undefined) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

/**
 * Finds, imports and validates hypothesis files, and selects among them.
 *
 * Imports only: TypeScript files need a loader (`bin/assay.js` registers one). A file that does not parse, throws, or
 * says something wrong becomes problems, never an exception; those of files that a filter leaves out are kept apart.
 *
 * @example await loadSuite({ root: process.cwd(), selection: { filters: ['three-factors'], tier: 'quick' } })
 */
export async function loadSuite(options: {
  readonly root: string;
  /** Where hypotheses live, relative to the root; default `hypotheses`. */
  readonly directory?: string;
  readonly selection?: Selection;
}): Promise<LoadedSuite> {
  // Editors and hooks hand over absolute paths.
  const filters = (options.selection?.filters ?? []).map((filter) =>
    isAbsolute(filter) ? displayPath(options.root, filter) : filter,
  );
  const selection = { ...options.selection, filters };
  const paths = await findHypothesisFiles({
    root: options.root,
    directory: options.directory ?? 'hypotheses',
    filters,
  });
  const files = await Promise.all(paths.map((path) => loadFile(options.root, path)));
  const all = files.flatMap((file) => (file.kind === 'loaded' ? [file.loaded] : []));
  const broken = files.flatMap((file) => (file.kind === 'broken' ? [file] : []));
  const selected = all.filter((loaded) => leftOut(selection, loaded) === undefined);
  const fits = (filter: string) => (loaded: LoadedHypothesis) =>
    fitsFilter(filter, loaded.file, loaded.hypothesis.id);
  const idle = filters
    .filter((filter) => !selected.some(fits(filter)) && !broken.some(({ file }) => fitsFilter(filter, file)))
    .map((filter) => ({ filter, leftOut: countReasons(selection, all.filter(fits(filter))) }));
  const ids = new Set(selected.map(({ hypothesis }) => hypothesis.id));
  const same = duplicates(all);
  const strip = ({ file, path, message }: Problem): Problem => ({ ...(file && { file }), path, message });
  return {
    hypotheses: selected,
    leftOut: countReasons(selection, all),
    idle,
    files: files.length,
    problems: [
      ...broken.filter(({ file }) => fitsFilters(filters, file)).flatMap(({ problems }) => problems),
      ...same.filter(({ id }) => ids.has(id)).map(strip),
    ],
    otherProblems: [
      ...broken.filter(({ file }) => !fitsFilters(filters, file)).flatMap(({ problems }) => problems),
      ...same.filter(({ id }) => !ids.has(id)).map(strip),
    ],
    names: files.flatMap((file) =>
      file.kind === 'loaded' ? [file.loaded.hypothesis.id, file.loaded.file] : [file.file],
    ),
  };
}
