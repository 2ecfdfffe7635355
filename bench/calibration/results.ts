import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { holding } from './lock.ts';
import type { Calibration, CalibrationCase } from './case.ts';

/** What was measured of one row, in docs/calibration.json. */
interface Stored {
  readonly trials: number;
  readonly rates: Readonly<Record<string, number>>;
  readonly exceeded: readonly string[];
}

/** Measured rows by name: a row is replaced by one of as many data sets or more, and rows of other methods stay. */
export type Results = Readonly<Record<string, Stored>>;

/** `Paired arms / sign-flip / normal / 8`. */
export const nameOf = ({ section, method, data, size }: CalibrationCase): string =>
  [section, method, data, size].join(' / ');

/** The rows of a file; none where it does not exist. */
export const readResults = (file: URL): Results =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {};

/**
 * Adds a row to a file unless the file has one of more data sets. Other processes may add theirs at the same instant:
 * each reads, adds and writes while it holds the file.
 */
export function storeResult(file: URL, { case: testCase, trials, rates, exceeded }: Calibration): void {
  holding(file, () => {
    const known = readResults(file);
    const name = nameOf(testCase);
    if ((known[name]?.trials ?? 0) > trials) return;
    const all: Results = { ...known, [name]: { trials, rates, exceeded } };
    const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    // Renamed into place, so that a reader never sees half a file.
    const draft = new URL(`${file.href}.${process.pid}`);
    writeFileSync(draft, `${JSON.stringify(sorted, null, 1)}\n`);
    renameSync(draft, file);
  });
}

/** The measured cases of a list, in its order. */
export const measured = (cases: readonly CalibrationCase[], results: Results): Calibration[] =>
  cases.flatMap((testCase) => {
    const stored = results[nameOf(testCase)];
    return stored ? [{ case: testCase, ...stored }] : [];
  });

/** Standard errors by which rates of the same code differ once in some 16,000 comparisons. */
const APART = 4;

/** Whether rates are those of a stored row, as far as so many data sets can tell. */
export const agrees = (stored: Stored, { rates, trials }: Pick<Calibration, 'rates' | 'trials'>): boolean =>
  Object.entries(rates).every(([name, rate]) => {
    const other = stored.rates[name];
    if (other === undefined) return false;
    const pooled = (rate * trials + other * stored.trials) / (trials + stored.trials);
    const spread = Math.sqrt(pooled * (1 - pooled) * (1 / trials + 1 / stored.trials));
    return Math.abs(rate - other) <= APART * spread;
  });
