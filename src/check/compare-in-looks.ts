import { alphaShares } from './alpha-shares.ts';
import type { BaselineCase } from './baseline-schema.ts';
import {
  comparisonsOf,
  firstDeparture,
  levelOf,
  sameBytes,
  sweepComparison,
  worstOf,
  type BothSides,
} from './compare.ts';
import { decide, type Comparison } from './decide.ts';
import type { PlannedCase } from './plan-battery.ts';
import type { Departure } from './rounding.ts';
import type { MeasuredRun } from './summarize.ts';
import type { CaseFinding, MeasureFinding, Rounding } from './types.ts';

/** A case whose programs are no longer those of the baseline. */
export interface ChangedCase {
  readonly planned: Pick<PlannedCase, 'id' | 'deterministic' | 'sweep'>;
  readonly before: BaselineCase;
  /** Seeds that both sides have, in the order in which looks take them. */
  readonly seeds: readonly string[];
}

/** Runs that a look needs: the first seeds of a case. */
export interface Wanted {
  readonly id: string;
  readonly seeds: readonly string[];
}

/** Trains what is wanted; the runs of each case by seed. */
export type TrainSeeds = (
  wanted: readonly Wanted[],
) => Promise<ReadonlyMap<string, ReadonlyMap<string, MeasuredRun>>>;

/** What is decided together: a case, or the points of a sweep. */
interface Subject {
  readonly id: string;
  /** The cases that it is made of. */
  readonly points: readonly string[];
  readonly comparisons: (sides: readonly BothSides[]) => readonly Comparison[];
  settled: readonly MeasureFinding[];
  open: readonly MeasureFinding[];
  closed: boolean;
}

/**
 * Compares the cases of a battery that had to be trained, in planned looks: a few seeds for all, more only for those that
 * are not decided. A case is decided where its runs end in the same bytes, where its curves agree within rounding and no
 * measure is established to be worse or better, where it has regressed, or where every measure is settled. Every look
 * decides at its share of the error rate, over one family.
 *
 * @param looks numbers of seeds, ascending; a case of one seed has one look
 * @throws whatever `train` does
 */
export async function compareInLooks(
  cases: readonly ChangedCase[],
  options: { readonly rounding: Rounding; readonly looks: readonly number[]; readonly train: TrainSeeds },
): Promise<readonly CaseFinding[]> {
  const { rounding, looks, train } = options;
  const shares = alphaShares(looks);
  const subjects = [...cases.map(caseSubject), ...sweepSubjects(cases)];
  const sides = new Map<string, BothSides>();
  const departures = new Map<string, Departure | undefined>();
  for (const [look, count] of looks.entries()) {
    const wanted = new Set(subjects.filter(({ closed }) => !closed).flatMap(({ points }) => points));
    if (wanted.size === 0) break;
    const open = cases.filter(({ planned }) => wanted.has(planned.id));
    const runs = await train(
      open.map(({ planned, seeds }) => ({ id: planned.id, seeds: seeds.slice(0, count) })),
    );
    for (const { planned, before } of open) {
      const both = { planned, before, after: runs.get(planned.id)! };
      sides.set(planned.id, both);
      departures.set(planned.id, firstDeparture(both, rounding));
    }
    decideLook(subjects, sides, departures, shares[look]!);
  }
  return subjects.flatMap((subject) => findingOf(subject, sides, departures));
}

const caseSubject = ({ planned }: ChangedCase): Subject => ({
  id: planned.id,
  points: [planned.id],
  comparisons: ([both]) => comparisonsOf(both!),
  settled: [],
  open: [],
  closed: false,
});

function sweepSubjects(cases: readonly ChangedCase[]): readonly Subject[] {
  const names = new Set(cases.map(({ planned }) => planned.sweep).filter((name) => name !== undefined));
  return [...names].map((name) => ({
    id: `${name}, sweep of the learning rate`,
    points: cases.filter(({ planned }) => planned.sweep === name).map(({ planned }) => planned.id),
    comparisons: sweepComparison,
    settled: [],
    open: [],
    closed: false,
  }));
}

/** Decides what is open, at one error rate, and closes what is decided. */
function decideLook(
  subjects: readonly Subject[],
  sides: ReadonlyMap<string, BothSides>,
  departures: ReadonlyMap<string, Departure | undefined>,
  alpha: number,
): void {
  const sidesOf = ({ points }: Subject) => points.map((id) => sides.get(id)!);
  const open = subjects.filter(({ closed }) => !closed);
  // What ended in the same bytes has nothing to compare.
  for (const subject of open) if (sidesOf(subject).every(sameBytes)) subject.closed = true;
  const compared = open.filter(({ closed }) => !closed);
  const comparisons = compared.map((subject) => {
    const done = new Set(subject.settled.map(({ measure }) => measure));
    return subject.comparisons(sidesOf(subject)).filter(({ measure }) => !done.has(measure));
  });
  const settled = subjects.flatMap((subject) => subject.settled);
  const found = decide(comparisons.flat(), { alpha, settled });
  let next = 0;
  for (const [index, subject] of compared.entries()) {
    const findings = found.slice(next, (next += comparisons[index]!.length));
    const isOpen = ({ decision }: MeasureFinding) => decision === 'unresolved';
    subject.settled = [...subject.settled, ...findings.filter((finding) => !isOpen(finding))];
    subject.open = findings.filter(isOpen);
    const decisions = subject.settled.map(({ decision }) => decision);
    const withinRounding = subject.points.every((id) => departures.get(id) === undefined);
    const nothingEstablished = decisions.every((decision) => decision === 'equivalent');
    subject.closed =
      decisions.includes('regressed') ||
      subject.open.length === 0 ||
      (withinRounding && nothingEstablished) ||
      sidesOf(subject).every(({ planned }) => planned.deterministic);
  }
}

function findingOf(
  { id, points, settled, open }: Subject,
  sides: ReadonlyMap<string, BothSides>,
  departures: ReadonlyMap<string, Departure | undefined>,
): readonly CaseFinding[] {
  const both = points.map((point) => sides.get(point)!);
  const seeds = Math.max(...both.map(({ after }) => after.size));
  const measures = [...settled, ...open];
  if (both.every(sameBytes))
    return points.length > 1
      ? []
      : [{ id, level: 'same bytes', evidence: 'end states equal byte for byte', measures: [], seeds }];
  const departed = points
    .map((point) => departures.get(point))
    .filter((each) => each !== undefined)
    .sort((a, b) => a.point - b.point)[0];
  if (points.length === 1) return [{ id, measures, seeds, ...levelOf(measures, departed) }];
  // A sweep has no curve of its own: it is a finding where its points are not the same within rounding.
  if (measures.length === 0 || departed === undefined) return [];
  const level = worstOf(measures.map(({ decision }) => decision));
  return [{ id, level, evidence: `mean over ${points.length} rates against the best rate`, measures, seeds }];
}
