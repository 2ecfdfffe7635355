import type { State, StateMeasure } from '../definition.ts';

/**
 * Euclidean norm of all parameters together, ‖θ‖, or of their difference from another state, ‖θ − θ₀‖.
 * Running statistics are no parameters and do not count.
 *
 * @example parameterDistance(end) // ‖θ‖
 * @example parameterDistance(end, start) // ‖θ − θ₀‖
 */
export function parameterDistance(state: State, from?: State): number {
  let sum = 0;
  for (const [name, { data }] of Object.entries(state.parameters)) {
    const origin = from?.parameters[name]?.data;
    for (let i = 0; i < data.length; i++) sum += (data[i]! - (origin?.[i] ?? 0)) ** 2;
  }
  return Math.sqrt(sum);
}

const norm = { unit: '', scale: 'log', better: 'neither', worst: 'infinity' } as const;

/** ‖θ‖ at the end of training. */
export const weightNorm: StateMeasure<'weightNorm'> = {
  kind: 'weightNorm',
  ...norm,
  needs: 'weights',
  version: 1,
  programs: () => ({}),
  evaluate: async (_, { weights }) => ({ value: parameterDistance(weights) }),
};

/** ‖θ − θ₀‖: how far training has moved the parameters. */
export const distanceFromStart: StateMeasure<'distanceFromStart'> = {
  kind: 'distanceFromStart',
  ...norm,
  needs: 'weights+start',
  version: 1,
  programs: () => ({}),
  evaluate: async (_, { weights, start }) =>
    start === undefined
      ? { missing: 'the initial state was not handed over' }
      : { value: parameterDistance(weights, start) },
};
