/**
 * The errors that a caller may want to tell apart. Each has a stable `code`; the command maps codes to exit codes.
 *
 * Messages follow one form: `Cannot <action> <thing>: expected <x>, got <y>`.
 */
export type ErrorCode =
  | 'configuration' // exit 2: a file, flag, specification or reference that the user wrote is wrong
  | 'data' // exit 2: a data set is missing, damaged or does not fit
  | 'program' // exit 2: a model, loss or optimizer cannot be traced, differentiated or lowered
  | 'infrastructure' // exit 4: a worker, engine or external trainer failed
  | 'integrity'; // exit 4: a stored record or a lock does not match

/** An error with a stable code, and optionally every problem that was found, each with its place. */
export class AssayError extends Error {
  override readonly name = 'AssayError';
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { problems?: readonly Problem[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.problems = options.problems ?? [];
  }
}

/** One thing that is wrong, and where: a path such as `arms.base.learningRate` inside `file`. */
export interface Problem {
  readonly file?: string;
  readonly path: string;
  readonly message: string;
}
