import type { Results } from '../report/results.ts';

/** Thrown by `assert` where a hypothesis is not as expected. Its message is the whole report. */
export class HypothesisError extends Error {
  override readonly name = 'HypothesisError';
  declare readonly results: Results;

  constructor(report: string, results: Results) {
    super(report);
    // Not enumerable: where nobody catches the error, Node.js prints its fields, and the report would stand above them.
    Object.defineProperty(this, 'results', { value: results });
  }
}
