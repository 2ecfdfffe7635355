import type { Results } from '../report/results.ts';

/** Thrown by `assert` where a hypothesis is not as expected. Its message is the whole report. */
export class HypothesisError extends Error {
  override readonly name = 'HypothesisError';
  readonly results: Results;

  constructor(report: string, results: Results) {
    super(report);
    this.results = results;
  }
}
