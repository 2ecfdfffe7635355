import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError } from '../errors.ts';
import { reporters, type Reporter, type ReporterName } from '../report/reporters.ts';
import type { Results } from '../report/results.ts';
import { functionFails, whileCalling } from '../user-modules.ts';
import type { Io } from './io.ts';

/** One `--reporter`: a name, and a file where it writes one. */
export interface ReporterRequest<Name extends string = ReporterName> {
  readonly name: Name;
  readonly file?: string;
}

/**
 * Understands `--reporter name` and `--reporter name=file`.
 *
 * @param names of the reporters that there are
 * @throws AssayError `configuration` where there is no reporter of that name
 * @example parseReporters(['json=results.json', 'verbose'])
 */
export function parseReporters<Name extends string = ReporterName>(
  texts: readonly string[],
  names: readonly Name[] = Object.keys(reporters) as readonly string[] as readonly Name[],
): readonly ReporterRequest<Name>[] {
  return texts.map((text) => {
    const [name = '', ...rest] = text.split('=');
    if (!(names as readonly string[]).includes(name))
      throw new AssayError(
        'configuration',
        `Cannot use reporter "${name}": expected ${names.join(' | ')}, or a module that begins with ./, each with =file to write one${didYouMean(name, names)}`,
      );
    const known = name as Name;
    return rest.length === 0 ? { name: known } : { name: known, file: rest.join('=') };
  });
}

/** Writes a report to a file, whose directory need not be there. */
export async function writeReport(file: string, text: string, { cwd }: Pick<Io, 'cwd'>): Promise<void> {
  const path = resolve(cwd, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A reporter that was asked for and is there: nothing is trained before all of them are. */
export interface ReadyReporter {
  readonly name: string;
  readonly reporter: Reporter;
  readonly file?: string;
}

/** A path begins with a dot or a slash: a reporter of the user's. */
const isModule = (text: string): boolean => /^[./]/.test(text);

/**
 * Understands `--reporter`: names of those that ship, and modules of the user's (`./mine.mjs`, `./mine.mjs=out.txt`).
 *
 * @throws AssayError `configuration` as `parseReporters`, and where a module does not load or exports no reporter
 */
export async function readyReporters(
  texts: readonly string[],
  { cwd }: Pick<Io, 'cwd'>,
): Promise<readonly ReadyReporter[]> {
  return Promise.all(
    texts.map(async (text) => {
      if (isModule(text)) return moduleReporter(text, cwd);
      const [{ name, ...rest }] = parseReporters([text]) as readonly [ReporterRequest];
      return { name, ...rest, reporter: reporters[name] };
    }),
  );
}

async function moduleReporter(text: string, cwd: string): Promise<ReadyReporter> {
  const [module = '', ...rest] = text.split('=');
  const { loadExport } = await import('../models/tensorflow/load-export.ts');
  const given = await loadExport({ module, export: 'default' }, cwd);
  const reporter = typeof given === 'function' ? { render: given } : given;
  if (typeof (reporter as Partial<Reporter> | null)?.render !== 'function')
    throw new AssayError(
      'configuration',
      `Cannot use reporter ${module}: expected a default export (results, options) => text, or { kind, render }, got ${given === null ? 'null' : typeof given}`,
    );
  const own = { kind: 'document', what: module, ...(reporter as Pick<Reporter, 'render'>) } as const;
  return { name: module, reporter: own, ...(rest.length === 0 ? {} : { file: rest.join('=') }) };
}

/** What a reporter makes of results, which must be a text. */
async function rendered(
  { name, reporter }: ReadyReporter,
  results: Results,
  color: boolean,
): Promise<string> {
  const use = `the reporter ${name}`;
  // A module's reporter may be asynchronous, whatever its type says.
  const text: unknown = await whileCalling<unknown>(use, () => reporter.render(results, { color })).catch(
    (cause: unknown) => {
      throw functionFails(use, cause);
    },
  );
  if (typeof text === 'string') return text;
  throw new AssayError('configuration', `Cannot report by ${name}: expected a text, got ${typeof text}`);
}

/**
 * Writes results with every reporter that was asked for. The console always gets its text: `verbose` takes the place of
 * `default`, a reporter with a file writes the file, and where a document goes to the output stream the console's text
 * moves to the error stream, so that the document can be piped. One that fails keeps no other from being written.
 *
 * @throws AssayError with what the first that failed threw, after all others are written
 */
export async function writeReports(
  results: Results,
  requests: readonly ReadyReporter[],
  io: Io,
): Promise<void> {
  const toStdout = requests.filter(({ file }) => file === undefined);
  const documents = toStdout.filter(({ reporter }) => reporter.kind === 'document');
  const consoleName = toStdout.some(({ name }) => name === 'verbose') ? 'verbose' : 'default';
  const text = reporters[consoleName].render(results, { color: io.color && documents.length === 0 });
  if (documents.length > 0) io.stderr(text);
  else io.stdout(text);
  const failed: unknown[] = [];
  for (const request of [...toStdout, ...requests.filter(({ file }) => file !== undefined)]) {
    const { file, reporter } = request;
    if (file === undefined && reporter.kind === 'console') continue;
    try {
      const report = await rendered(request, results, false);
      if (file === undefined) io.stdout(report);
      else await writeReport(file, report, io);
    } catch (error) {
      failed.push(error);
    }
  }
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (summary && requests.some(({ name }) => name === 'github-actions'))
    await writeFile(summary, reporters.markdown.render(results, { color: false }), { flag: 'a' });
  if (failed.length > 0) throw failed[0];
}
