import type { Tensors } from '../../engines/types.ts';
import { flatten } from '../../program/tree.ts';
import { walkData } from './data-runs.ts';
import type { Draws, State, StateContext } from '../definition.ts';
import { zerosLike } from './net-vectors.ts';
import type { Part } from './parts.ts';

/** A direction through the landscape: a step of every parameter and running statistic, by name. */
export interface Direction {
  readonly parameters: Tensors;
  readonly statistics: Tensors;
}

/** The direction that leads from one state to another in one unit; running statistics are interpolated like weights. */
export function between(from: State, to: State): Direction {
  const difference = (a: Tensors, b: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(a).map(([name, { data, shape }]) => {
        const end = b[name]!.data;
        return [name, { data: Float32Array.from(data, (value, i) => end[i]! - value), shape }];
      }),
    );
  return {
    parameters: difference(from.parameters, to.parameters),
    statistics: difference(from.statistics, to.statistics),
  };
}

/**
 * A random direction in which every filter (the weights into one unit: all axes but the last) is Gaussian and as long
 * as the filter itself; vectors (biases, normalization) and running statistics stay where they are.
 *
 * @see Li, Xu, Taylor, Studer & Goldstein 2018, section 4
 */
export function filterNormalized({ parameters, statistics }: State, draws: Draws): Direction {
  const direction = Object.entries(parameters).map(([name, { data, shape }]) => {
    const units = shape.length < 2 ? 0 : shape.at(-1)!;
    const step = new Float32Array(data.length);
    if (units > 0) for (let i = 0; i < step.length; i++) step[i] = draws.normal();
    for (let unit = 0; unit < units; unit++) {
      let [own, random] = [0, 0];
      for (let i = unit; i < data.length; i += units) {
        own += data[i]! ** 2;
        random += step[i]! ** 2;
      }
      const factor = Math.sqrt(own / random);
      for (let i = unit; i < data.length; i += units) step[i]! *= factor;
    }
    return [name, { data: step, shape }] as const;
  });
  return { parameters: Object.fromEntries(direction), statistics: zerosLike(statistics) };
}

/**
 * Mean training loss over the parts at θ + position · direction, for every position, in one call a part (program
 * `along`).
 */
export async function lossesAlong(
  context: StateContext,
  parts: readonly Part[],
  direction: Direction,
  positions: readonly number[],
): Promise<readonly number[]> {
  const { stacked } = await walkData(context, {
    program: 'along',
    parts,
    rounds: positions.length,
    fixed: flatten({ direction: direction.parameters, statisticsDirection: direction.statistics }),
    scanned: ({ steps }) => ({
      position: {
        data: Float32Array.from(positions.flatMap((position) => new Array<number>(steps).fill(position))),
        shape: [positions.length * steps],
      },
    }),
  });
  return positions.map((_, round) =>
    parts.reduce((sum, { steps }, i) => {
      const shares = stacked[i]!['loss']!.data.subarray(round * steps, (round + 1) * steps);
      return sum + (shares as Float32Array).reduce((total, share) => total + share, 0);
    }, 0),
  );
}
