import type { Engine } from '../../engines/types.ts';
import { evaluationLoops, stepLoops } from '../../plan/programs/run-loops.ts';
import { landscapeProgram } from '../../plan/programs/evaluation-programs.ts';
import { evaluatedProgram, prepareProgram } from '../../plan/programs/training-programs.ts';
import type { Key, ScheduleTensors } from '../../plan/types.ts';
import type { Workbench } from '../../plan/workbench.ts';
import { inDoubles } from '../../program/index.ts';
import type { AnyProgram } from '../../program/types.ts';

/**
 * The programs of one run, by the names that a case's digests have: `step 25`, `prepare`, `evaluated`, `landscape`,
 * `test set 500`.
 */
export type CasePrograms = Readonly<Record<string, AnyProgram>>;

/** The programs of a case and what an engine makes of each. */
export interface TracedCase {
  readonly programs: CasePrograms;
  /**
   * Whether their constants have 64 bits: not where they were rounded before, nor where the optimizer's code takes
   * other turns when TensorFlow.js's numbers are doubles.
   */
  readonly inDoubles: boolean;
}

function traced(bench: Workbench, schedule: ScheduleTensors): CasePrograms {
  const { context, optimizer, source, loss } = bench;
  const { model } = context;
  const sets = source.kind === 'noise' ? [] : (['train', 'test'] as const);
  const names = { train: 'training set', test: 'test set' } as const;
  const optional: readonly (readonly [string, AnyProgram | undefined])[] = [
    ['prepare', prepareProgram(model, optimizer).program],
    ['evaluated', evaluatedProgram(model, optimizer)],
    ['landscape', source.kind === 'noise' ? landscapeProgram({ model, loss }, source.shape) : undefined],
  ];
  const loops = [
    ...stepLoops(bench, schedule).map(({ size, loop }) => [`step ${size}`, loop()] as const),
    ...sets
      .filter((set) => context[set].count > 0)
      .flatMap((set) =>
        evaluationLoops(bench, context[set]).map(
          ({ size, loop }) => [`${names[set]} ${size}`, loop()] as const,
        ),
      ),
  ];
  return Object.fromEntries([
    ...loops,
    ...optional.filter(([, program]) => program !== undefined),
  ]) as CasePrograms;
}

/** Digests of what an engine makes of the programs of a case. */
export const loweredDigests = (programs: CasePrograms, engine: Engine): Readonly<Record<string, Key>> =>
  Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, engine.lower(program).digest]));

/** Whether a number is one of few digits that single precision has rounded, as 0.1 is. */
const isRounded = (value: number): boolean =>
  Math.fround(value) === value && Number(value.toPrecision(7)) !== value;

/**
 * Whether a program holds numbers that were rounded before it was traced: those of a `tf.train.Optimizer`, which is
 * traced by itself.
 */
function hasRoundedNumbers(program: AnyProgram): boolean {
  const { constants } = program.kind === 'loop' ? program.body : program;
  return constants.some(
    ({ data, exact }) =>
      exact === undefined && data instanceof Float32Array && data.length === 1 && isRounded(data[0]!),
  );
}

/**
 * The programs of a case, traced with constants of 64 bits. Where that gives another program than tracing as usual
 * (`digests`), they are traced as usual.
 *
 * @throws AssayError as tracing does
 */
export function casePrograms(
  bench: Workbench,
  schedule: ScheduleTensors,
  digests: Readonly<Record<string, Key>>,
  engine: Engine,
): TracedCase {
  const programs = inDoubles(() => traced(bench, schedule));
  const lowered = loweredDigests(programs, engine);
  if (Object.entries(lowered).every(([name, digest]) => digests[name] === digest))
    return { programs, inDoubles: !Object.values(programs).some(hasRoundedNumbers) };
  return { programs: traced(bench, schedule), inDoubles: false };
}
