import type { Results } from './results.ts';

/** The whole results as one indented JSON document; its schema is `docs/schema/results-1.schema.json`. */
export const json = (results: Results): string => `${JSON.stringify(results, null, 2)}\n`;

/**
 * One JSON object a line, each with its `type`: first `suite` (everything but the lists), then a `hypothesis` each,
 * then failures and warnings. For programs that read while they receive.
 */
export function jsonLines({ hypotheses, failures, warnings, ...suite }: Results): string {
  const lines = [
    { type: 'suite', ...suite },
    ...hypotheses.map((result) => ({ type: 'hypothesis', ...result })),
    ...failures.map((failure) => ({ type: 'failure', ...failure })),
    ...warnings.map((warning) => ({ type: 'warning', ...warning })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
