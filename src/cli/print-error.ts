import { AssayError, type Problem } from '../errors.ts';

/** Problems grouped by file, each with its path and message. */
export function printProblems(problems: readonly Problem[]): string {
  const files = [...new Set(problems.map(({ file }) => file ?? ''))];
  return files
    .flatMap((file) => [
      ...(file === '' ? [] : [file]),
      ...problems
        .filter((problem) => (problem.file ?? '') === file)
        .map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** An error as the command prints it: our own errors in words, anything else as the bug that it is, with its stack. */
export function printError(error: unknown): string {
  if (error instanceof AssayError)
    return `${error.message}\n${error.problems.length > 0 ? printProblems(error.problems) : ''}`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Internal: this is a bug of assay, please report it.\n${text}\n`;
}
