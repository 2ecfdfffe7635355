import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError } from '../errors.ts';
import { reporters, type ReporterName } from '../report/reporters.ts';
import type { Results } from '../report/results.ts';
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
        `Cannot use reporter "${name}": expected ${names.join(' | ')}, each with =file to write one${didYouMean(name, names)}`,
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

/**
 * Writes results with every reporter that was asked for. The console always gets its text: `verbose` takes the place of
 * `default`, a reporter with a file writes the file, and where a document goes to the output stream the console's text
 * moves to the error stream, so that the document can be piped.
 */
export async function writeReports(
  results: Results,
  requests: readonly ReporterRequest[],
  io: Io,
): Promise<void> {
  const plain = { color: false };
  const toStdout = requests.filter(({ file }) => file === undefined);
  const documents = toStdout.filter(({ name }) => reporters[name].kind === 'document');
  const consoleName = toStdout.some(({ name }) => name === 'verbose') ? 'verbose' : 'default';
  const text = reporters[consoleName].render(results, { color: io.color && documents.length === 0 });
  if (documents.length > 0) io.stderr(text);
  else io.stdout(text);
  for (const { name } of toStdout)
    if (reporters[name].kind !== 'console') io.stdout(reporters[name].render(results, plain));
  for (const { name, file } of requests) {
    if (file === undefined) continue;
    await writeReport(file, reporters[name].render(results, plain), io);
  }
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (summary && requests.some(({ name }) => name === 'github-actions'))
    await writeFile(summary, reporters.markdown.render(results, plain), { flag: 'a' });
}
