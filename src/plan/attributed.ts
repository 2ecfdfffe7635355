import { AssayError } from '../errors.ts';

/** An error of ours with the hypothesis and the arm that it is about; any other as it is. */
export function inArm(id: string, arm: string, error: unknown): unknown {
  if (!(error instanceof AssayError)) return error;
  return new AssayError(error.code, `${id}, arm ${arm}: ${error.message}`, { cause: error });
}

/** What `body` gives; what it throws says the hypothesis and the arm. */
export function attributed<R>(id: string, arm: string, body: () => R): R {
  try {
    return body();
  } catch (error) {
    throw inArm(id, arm, error);
  }
}
