import type { Hypothesis } from '../../declare/types.ts';
import { attributed } from '../attributed.ts';
import {
  measureDefinitions,
  measureSchema,
  type MeasureDefinition,
  type MeasureSpec,
  type ModuleMeasure,
  type Moments,
  type StateMeasure,
} from '../../measures/index.ts';
import { AssayError } from '../../errors.ts';
import type { Artifacts } from '../artifacts.ts';
import { digestOf } from '../identity.ts';
import type { PlannedModule } from './module-measures.ts';
import { snapshotSteps } from '../snapshot-steps.ts';
import type { Key, MeasureJob, NamedMeasure, ScheduleTensors, TablePlan } from '../types.ts';
import type { Workbench } from '../workbench.ts';

type Missing = { readonly missing: string };
type Cells = Record<string, Record<string, Record<string, Key | Missing>>>;

/** The measures of a hypothesis under the names that predictions use, with their defaults filled in. */
export function namedMeasures(hypothesis: Pick<Hypothesis, 'measures'>): readonly NamedMeasure[] {
  return hypothesis.measures.map((entry) => {
    const { name, ...spec } = (typeof entry === 'string' ? { kind: entry } : entry) as MeasureSpec;
    return { name: name ?? spec.kind, spec: measureSchema.parse(spec) };
  });
}

/** When a measure looks at a run while it trains: once in a list, or never. */
export const momentsOf = (definition: MeasureDefinition, spec: NamedMeasure['spec']): readonly Moments[] =>
  definition.needs === 'snapshots' ? [definition.moments!(spec as never)] : [];

/** The net that an arm trains, and its steps. */
interface TrainedNet {
  readonly bench: Workbench;
  readonly schedule: ScheduleTensors;
  /** Where the arm is trained eagerly: why. */
  readonly eager?: string;
}

/**
 * What is known here of the net of an arm: all, nothing, for the reason that is given, or nothing because the user's
 * trainer has it.
 */
export type ArmNet = TrainedNet | { readonly unknown: string } | undefined;

const definitionOf = ({ spec }: NamedMeasure) => measureDefinitions[spec.kind] as MeasureDefinition;

/**
 * Which number of one hypothesis comes from where: the record itself, or a measure job on its states. An external
 * trainer keeps its net to itself; that of an eager run is measured where its model can be traced.
 *
 * @throws AssayError `program` or `configuration` where a measure's programs cannot be made for a model
 */
export function planTable(
  hypothesis: Pick<Hypothesis, 'id' | 'measures'>,
  nets: Readonly<Record<string, ArmNet>>,
  runs: TablePlan['runs'],
  artifacts: Artifacts,
  modules: ReadonlyMap<string, PlannedModule> = new Map(),
): { readonly table: TablePlan; readonly jobs: readonly MeasureJob[] } {
  const measures = namedMeasures(hypothesis);
  const shared = { id: hypothesis.id, runs, artifacts, modules };
  const cells: Cells = {};
  const jobs: MeasureJob[] = [];
  for (const measure of measures) {
    const definition = definitionOf(measure);
    for (const [arm, net] of Object.entries(nets)) {
      if (net !== undefined && 'bench' in net)
        attributed(hypothesis.id, arm, () => demandClasses(measure, definition, net.bench));
      if (definition.needs === 'record') continue;
      const row = ((cells[arm] ??= {})[measure.name] ??= {});
      for (const seed of Object.keys(runs[arm]!)) {
        const made = cellOf({ ...shared, measure, definition, arm, net, seed });
        row[seed] = 'missing' in made ? made : made.key;
        if (!('missing' in made)) jobs.push(made);
      }
    }
  }
  return { table: { id: hypothesis.id, measures, runs, jobs: cells }, jobs };
}

/** A measure of one run, and what it is planned from. */
interface Cell {
  readonly id: string;
  readonly measure: NamedMeasure;
  readonly definition: StateMeasure | ModuleMeasure;
  readonly arm: string;
  readonly seed: string;
  readonly net: ArmNet;
  readonly runs: TablePlan['runs'];
  readonly artifacts: Artifacts;
  readonly modules: ReadonlyMap<string, PlannedModule>;
}

/** Where the number of one run comes from: a measure job, or the reason why there is none. */
function cellOf(cell: Cell): MeasureJob | Missing {
  const { id, measure, definition, arm, seed, net, runs, artifacts, modules } = cell;
  const run = runs[arm]![seed]!;
  if (definition.needs === 'module') return moduleJob(measure, modules.get(measure.name)!, arm, seed, run);
  const partner = partnerOf(definition, measure, arm, seed, runs);
  if (typeof partner === 'object') return partner;
  const missing = reasonWithout(net, measure);
  if (missing !== undefined) return { missing };
  return plannedJob(id, { measure, definition, arm, net: net as TrainedNet, run, partner, artifacts });
}

/**
 * The measure of one run's net. What cannot be traced is no mistake in an arm that trains without being traced: its
 * reason.
 */
function plannedJob(id: string, parts: Parameters<typeof measureJob>[0]): MeasureJob | Missing {
  try {
    return attributed(id, parts.arm, () => measureJob(parts));
  } catch (error) {
    if (parts.net.eager === undefined || !(error instanceof AssayError) || error.code !== 'program')
      throw error;
    return { missing: error.message };
  }
}

/** Why a measure of an arm's net cannot be taken; undefined where it can. */
function reasonWithout(net: ArmNet, { spec: { kind } }: NamedMeasure): string | undefined {
  if (net === undefined)
    return `an external trainer keeps its net; let it return ${kind} and declare { kind: 'reported' }`;
  if ('unknown' in net) return `the arm is trained eagerly, and its net has no programs: ${net.unknown}`;
  return undefined;
}

/** An accuracy, which is told by what guessing would give, counts examples by their classes. */
function demandClasses(
  { spec }: NamedMeasure,
  { worst }: MeasureDefinition,
  { context, dataset }: Workbench,
) {
  const counts = context.train.labels === 'class';
  const asks = worst === 'chance' || ('target' in spec && 'above' in spec.target);
  if (!asks || counts) return;
  throw new AssayError(
    'configuration',
    `Cannot measure ${spec.kind}: expected examples with classes, got ${dataset.name} with real targets`,
  );
}

function partnerOf(
  definition: StateMeasure,
  { spec }: NamedMeasure,
  arm: string,
  seed: string,
  runs: TablePlan['runs'],
): Key | Missing | undefined {
  if (definition.needs !== 'weights+partner' || definition.partner === undefined) return undefined;
  const partner = definition.partner(spec as never, arm);
  if ('missing' in partner) return partner;
  return runs[partner.arm]?.[seed] ?? { missing: `there is no arm ${partner.arm}` };
}

/** A number that the user's own code takes: another when the module, its options or the run is another. */
function moduleJob(
  { spec }: NamedMeasure,
  { reference, digest }: PlannedModule,
  arm: string,
  seed: string,
  run: Key,
): MeasureJob {
  const { module: _, ...asked } = spec as Extract<NamedMeasure['spec'], { readonly kind: 'custom' }>;
  return {
    key: digestOf({ version: 1, run, arm, spec: asked, module: digest }),
    run,
    arm,
    spec,
    module: { ...reference, seed },
    programs: {},
  };
}

function measureJob(parts: {
  readonly measure: NamedMeasure;
  readonly definition: StateMeasure;
  readonly arm: string;
  readonly net: TrainedNet;
  readonly run: Key;
  readonly partner: Key | undefined;
  readonly artifacts: Artifacts;
}): MeasureJob {
  const { measure, definition, arm, net, run, partner, artifacts } = parts;
  const { bench } = net;
  const { spec } = measure;
  const made = programsOf(definition, spec, bench);
  const programs = Object.fromEntries(
    Object.keys(made()).map((name) => [
      name,
      artifacts.add({ program: 'measure', name, spec, of: bench.identity }, () => made()[name]!),
    ]),
  );
  const [moments] = momentsOf(definition, spec);
  const snapshots = moments && {
    steps: snapshotSteps(moments, net.schedule, bench.examples),
    end: moments.epochs === undefined,
  };
  return {
    key: digestOf({
      version: 1,
      run,
      partner,
      arm: partner === undefined ? undefined : arm,
      spec,
      programs,
      snapshots,
      measureVersion: definition.version,
    }),
    run,
    ...(partner === undefined ? {} : { partner }),
    ...(snapshots === undefined ? {} : { snapshots }),
    arm,
    spec,
    programs,
  };
}

const traced = new Map<string, ReturnType<StateMeasure['programs']>>();

/** A measure's programs, traced once for each distinct workload in the life of the process. */
function programsOf(definition: StateMeasure, spec: NamedMeasure['spec'], bench: Workbench) {
  const description = digestOf({ spec, of: bench.identity });
  return () => {
    const known = traced.get(description) ?? definition.programs(spec as never, bench.context);
    traced.set(description, known);
    return known;
  };
}
