import { AssayError } from '../../errors.ts';

/** Why an optimizer of TensorFlow.js is not traced: it never leaves the adapter. */
export class NotTraced extends Error {}

/**
 * An optimizer of TensorFlow.js whose steps were not proved to be what a trace of them does. It trains eagerly.
 */
export class UntraceableOptimizer extends AssayError {
  /** Why, in words. */
  readonly reason: string;

  constructor(kind: string, reason: string, options: { readonly cause?: unknown } = {}) {
    super('program', `Cannot trace optimizer ${kind}: ${reason}`, options);
    this.reason = reason;
  }
}
