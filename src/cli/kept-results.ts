import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';
import { json } from '../report/json.ts';
import { resultsSchema, type Results } from '../report/results.ts';

const fileName = 'last-results.json';

/** Keeps the results of the latest run beside the store, for `assay report` and `assay explain`. */
export async function keepResults(directory: string, results: Results): Promise<void> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, fileName);
  await writeFile(`${path}.${process.pid}`, json(results));
  await rename(`${path}.${process.pid}`, path);
}

/**
 * Reads results that a reporter wrote, by default those of the latest run.
 *
 * @throws AssayError `configuration` where there is no such file, or it holds no results of a version that is understood
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
