import { stream } from '../../random/index.ts';
import { isInvalid, type AnyPrediction, type Case } from '../case.ts';
import type { Pace, PredictionKind } from '../kind.ts';
import { assessBy } from '../assess.ts';
import { cellsOf, runsOf, tableOf } from './cells.ts';
import { lawOfSeeds } from './seed-law.ts';

/** How simulated studies of one size ended. */
export interface Shares {
  /** Seeds of each study. */
  readonly n: number;
  readonly studies: number;
  readonly supported: number;
  readonly refuted: number;
  /** Those that could not be judged at all. */
  readonly invalid: number;
}

/**
 * Judges so many studies of n seeds; where `most` is given only until more than that have missed both verdicts. Each
 * size has studies of its own: errors of several sizes average out.
 */
export type JudgeStudies = (n: number, studies: number, most?: number) => Shares;

/** Draws of methods that resample, while many studies are judged: enough to tell 5 % from less. */
const DRAWS = 199;

/** How long a prediction takes to judge: the slower, the fewer and smaller studies are simulated. */
export function paceOf<P extends AnyPrediction>(
  { pace }: Pick<PredictionKind<P>, 'pace'>,
  { prediction, design }: Pick<Case<P>, 'prediction' | 'design'>,
): Pace {
  const own = pace?.(prediction) ?? 'quick';
  const slow =
    typeof prediction.method === 'object' ||
    ['bootstrap', 'wilcoxon'].includes(prediction.method ?? '') ||
    ['yes/no', 'time'].includes(design.descriptions[prediction.measure]?.values ?? '');
  return own === 'quick' && slow ? 'slow' : own;
}

/**
 * Judges studies like one that was seen, by the method that judged it and at its error rate, if the truth is what was
 * estimated.
 *
 * @param row the prediction's kind
 * @param given what was seen; its design names the streams
 * @returns undefined with fewer than two seeds, or where no arm has such a measure
 */
export function studiesOf<P extends AnyPrediction>(
  row: PredictionKind<P>,
  given: Omit<Case<P>, 'details' | 'draws'>,
): JudgeStudies | undefined {
  const { design, prediction, alpha } = given;
  const cells = cellsOf(row, given);
  if (cells.length === 0 || design.seeds.length < 2) return undefined;
  const draw = lawOfSeeds(cells, design, prediction.scale === 'ratio' || row.logarithms === true);
  const runs = runsOf(design, cells);
  const verdictOf = (study: number, seeds: readonly string[]) => {
    const random = stream(design.id, 'simulate', 'power', prediction.measure, seeds.length, study);
    const drawn = seeds.map(() => draw(random));
    const found = assessBy(row, {
      // Each study has draws of its own: errors of few draws average out too.
      design: { ...design, id: `${design.id} ${study}`, seeds, runs: runs(seeds) },
      table: tableOf(cells, seeds, drawn),
      prediction,
      alpha,
      details: false,
      draws: DRAWS,
    });
    return isInvalid(found) ? 'invalid' : found.verdict;
  };
  return (n, studies, most = studies) => {
    const seeds = Array.from({ length: n }, (_, i) => `simulated/${i}`);
    const counts = { supported: 0, refuted: 0, invalid: 0, inconclusive: 0 };
    let judged = 0;
    while (judged < studies && judged - Math.max(counts.supported, counts.refuted) <= most) {
      counts[verdictOf(judged++, seeds)]++;
    }
    const { supported, refuted, invalid } = counts;
    return { n, studies: judged, supported, refuted, invalid };
  };
}
