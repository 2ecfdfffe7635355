import { alphaShares } from './alpha-shares.ts';
import type { BaselineCase } from '../baseline/baseline-schema.ts';
import { comparisonsOf, sweepComparison, type BothSides } from './compare.ts';
import { decide, type Comparison } from './decide.ts';
import type { PlannedCase } from '../battery/plan-battery.ts';
import type { MeasuredRun } from './summarize.ts';
import { severestLevel, type CaseFinding, type Level, type MeasureFinding } from '../types.ts';

/** A case that has changed for certain: how much is to be decided. */
export interface ChangedCase {
  readonly planned: Pick<PlannedCase, 'id' | 'deterministic' | 'sweep' | 'lossFloor'>;
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

/** What looks found of a changed case, or of a sweep. */
export type SizeFinding = Pick<CaseFinding, 'id' | 'level' | 'measures'> & { readonly seeds: number };

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
 * Decides how much changed cases have changed, in planned looks: a few seeds for all, more only for those that are not
 * decided. A case is decided where it has regressed, or where every measure is settled. Every look decides at its share
 * of the error rate (`alphaShares`), and what earlier looks settled stays in the family of Holm's correction, which is
 * the case's own: what is said of a case depends on no other. Sweeps are findings of their own, where all their points
 * have changed.
 *
 * @param options.looks seeds of a case at each look; a case with fewer is compared on those it has
 * @param options.sweeps sweep → its cases
 */
export async function compareInLooks(
  cases: readonly ChangedCase[],
  options: {
    readonly looks: readonly number[];
    readonly train: TrainSeeds;
    readonly sweeps: ReadonlyMap<string, readonly string[]>;
  },
): Promise<readonly SizeFinding[]> {
  const { looks, train, sweeps } = options;
  const shares = alphaShares(looks);
  const subjects = [...cases.map(caseSubject), ...sweepSubjects(cases, sweeps)];
  const sides = new Map<string, BothSides>();
  for (const [look, count] of looks.entries()) {
    const wanted = new Set(subjects.filter(({ closed }) => !closed).flatMap(({ points }) => points));
    if (wanted.size === 0) break;
    const open = cases.filter(({ planned }) => wanted.has(planned.id));
    const runs = await train(
      open.map(({ planned, seeds }) => ({ id: planned.id, seeds: seeds.slice(0, count) })),
    );
    for (const { planned, before } of open)
      sides.set(planned.id, { planned, before, after: runs.get(planned.id)! });
    for (const subject of subjects) if (!subject.closed) decideLook(subject, sides, shares[look]!);
  }
  return subjects.flatMap((subject) => findingOf(subject, sides));
}

const caseSubject = ({ planned }: ChangedCase): Subject => ({
  id: planned.id,
  points: [planned.id],
  comparisons: ([both]) => comparisonsOf(both!),
  settled: [],
  open: [],
  closed: false,
});

function sweepSubjects(
  cases: readonly ChangedCase[],
  sweeps: ReadonlyMap<string, readonly string[]>,
): readonly Subject[] {
  const changed = new Set(cases.map(({ planned }) => planned.id));
  return [...sweeps]
    .filter(([, points]) => points.every((id) => changed.has(id)))
    .map(([name, points]) => ({
      id: `${name}, sweep of the learning rate`,
      points,
      comparisons: sweepComparison,
      settled: [],
      open: [],
      closed: false,
    }));
}

/** Decides what is open of a subject, at one error rate, and closes it where it is decided. */
function decideLook(subject: Subject, sides: ReadonlyMap<string, BothSides>, alpha: number): void {
  const both = subject.points.map((id) => sides.get(id)!);
  const done = new Set(subject.settled.map(({ measure }) => measure));
  const comparisons = subject.comparisons(both).filter(({ measure }) => !done.has(measure));
  const findings = decide(comparisons, { alpha, settled: subject.settled });
  const isOpen = ({ decision }: MeasureFinding) => decision === 'not decided';
  subject.settled = [...subject.settled, ...findings.filter((finding) => !isOpen(finding))];
  subject.open = findings.filter(isOpen);
  subject.closed =
    subject.settled.some(({ decision }) => decision === 'regressed') ||
    (subject.open.length === 0 && findings.length + subject.settled.length > 0) ||
    both.every(({ planned }) => planned.deterministic);
}

const levelOf = ({ decision }: MeasureFinding): Level =>
  decision === 'not decided' ? 'size not decided' : decision;

function findingOf(
  { id, points, settled, open }: Subject,
  sides: ReadonlyMap<string, BothSides>,
): readonly SizeFinding[] {
  const seeds = Math.max(...points.map((point) => sides.get(point)!.after.size));
  const measures = [...settled, ...open];
  // A sweep without numbers is no finding; a case without any has changed by nobody knows how much.
  if (measures.length === 0)
    return points.length > 1 ? [] : [{ id, level: 'size not decided', measures, seeds }];
  return [{ id, level: severestLevel(measures.map(levelOf)), measures, seeds }];
}
