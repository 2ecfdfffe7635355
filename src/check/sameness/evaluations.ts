import { interpret } from '../../program/index.ts';
import type { DoubleTensor, NumberTensor } from '../../program/index.ts';
import { leafName } from '../../program/tree.ts';
import type { AnyProgram } from '../../program/types.ts';
import { tables } from '../../train/evaluate.ts';
import type { CasePrograms } from './case-programs.ts';
import { HALF_ULP } from './distances.ts';
import type { Versions } from './judge-sameness.ts';
import { follow, inDouble, type RunSetting, type Trajectory } from './trajectory.ts';

type Net = Readonly<Record<string, NumberTensor>>;

/** The net at a step of a trajectory, counted from 0, as evaluation takes it. */
function netAt({ tensors }: Trajectory, step: number, { job }: RunSetting): Net {
  const specs = [
    ...job.parameters.map(({ name, shape }) => ({ group: 'parameters', name, shape })),
    ...job.statistics.map(({ name, shape }) => ({ group: 'statistics', name, shape })),
  ];
  return Object.fromEntries(
    specs.map(({ group, name, shape }) => {
      const followed = tensors[group === 'statistics' ? leafName(group, name) : name]!;
      const data = Float64Array.from(
        followed.values.subarray(step * followed.size, (step + 1) * followed.size),
      );
      return [leafName(group, name), { data, shape }];
    }),
  );
}

/** What an evaluation says of a net, on the first of its examples. */
function evaluated(
  name: string,
  program: AnyProgram | undefined,
  net: Net,
  { dataset }: RunSetting,
): readonly number[] | undefined {
  if (program === undefined) return undefined;
  const [, size] = /^(?:training|test) set (\d+)$/.exec(name) ?? [];
  const examples = name.startsWith('test') ? dataset.test : dataset.train;
  const rows = {
    data: Int32Array.from({ length: Number(size ?? 0) }, (_, row) => row),
    shape: [1, Number(size ?? 0)],
  };
  const feeds = size === undefined ? net : { ...net, ...tables(examples), rows };
  const results: Readonly<Record<string, DoubleTensor>> = interpret(program)(feeds);
  return Object.keys(results)
    .sort()
    .flatMap((result) => [...results[result]!.data]);
}

/**
 * Whether evaluations of two versions give the same numbers in 64 bit, at the first and the last step of the recorded
 * version's run.
 *
 * @param names of the programs to evaluate by: `landscape`, `training set 500`, `test set 500`
 */
export async function sameEvaluations(
  { before, after }: Pick<Versions, 'before' | 'after'>,
  names: readonly string[],
  setting: RunSetting,
): Promise<boolean> {
  const run = await follow(before.programs, setting, inDouble());
  const at = (programs: CasePrograms, name: string, step: number) =>
    evaluated(name, programs[name], netAt(run, step, setting), setting);
  return names.every((name) =>
    [0, run.steps - 1].every((step) => {
      const [a, b] = [at(before.programs, name, step), at(after.programs, name, step)];
      if (a === undefined || b === undefined || a.length !== b.length) return false;
      return a.every((value, index) => {
        const apart = Math.abs(value - b[index]!);
        return Object.is(value, b[index]) || apart <= HALF_ULP * Math.abs(value);
      });
    }),
  );
}
