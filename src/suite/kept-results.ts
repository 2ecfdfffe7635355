import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssayError } from '../errors.ts';
import { json } from '../report/json.ts';
import { resultsSchema, type HypothesisResult, type Results } from '../report/results.ts';

const fileName = 'last-results.json';

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, text);
  await rename(`${path}.${process.pid}`, path);
}

const pathOf = (directory: string, id: string) => join(directory, 'results', `${id}.json`);

/**
 * Keeps the results of the latest run beside the store for `assay report`, and those of each hypothesis that was judged
 * for `assay explain` and `assay plan`: a run of some hypotheses leaves what is known of the others.
 */
export async function keepResults(directory: string, results: Results): Promise<void> {
  await writeWhole(join(directory, fileName), json(results));
  // What an interruption cut short says nothing of a hypothesis, and must not replace what was known.
  for (const result of results.hypotheses)
    if (result.findings.length > 0 && !results.interrupted)
      await writeWhole(pathOf(directory, result.id), json({ ...results, hypotheses: [result] }));
}

/** What the latest run that judged a hypothesis found, and when it was; undefined where there was none. */
export async function latestOf(
  directory: string,
  id: string,
): Promise<{ readonly startedAt: string; readonly result: HypothesisResult } | undefined> {
  const path = pathOf(directory, id);
  if (!existsSync(path)) return undefined;
  const { startedAt, hypotheses } = await readResults(path);
  return { startedAt, result: hypotheses[0]! };
}

/**
 * Reads results that a reporter wrote, by default those of the latest run.
 *
 * @throws AssayError `configuration` where there is no such file, or it holds no results of a version that is
 * understood
 */
export async function readResults(file: string): Promise<Results> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AssayError(
      'configuration',
      `Cannot read results: expected ${file}, got no such file (\`assay run\` writes it)`,
      { cause },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AssayError(
      'configuration',
      `Cannot read results ${file}: expected JSON, got text that does not parse`,
      {
        cause,
      },
    );
  }
  const parsed = resultsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AssayError('configuration', `Cannot read results ${file}: expected results, version 1`, {
    problems: parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => ({ file, path: path.join('.'), message })),
  });
}

/** Where the results of the latest run lie. */
export const latestResults = (directory: string) => join(directory, fileName);
