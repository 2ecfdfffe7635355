import type { NamedTensors, ParameterSpec } from '../models/types.ts';
import { demandSteady, onceSteady, trace } from '../program/index.ts';
import { flatten, unflatten } from '../program/tree.ts';
import { updateCode } from './check.ts';
import type { Optimizer } from './types.ts';

/**
 * Demands that a pair of functions of the user's is pure: that `update`, and `evaluated` after it, do at every call of
 * a run what they did at the first, where they are traced. Each export is asked once in the life of the process.
 *
 * @param exported what the module exports
 * @throws Unsteady where a counter or a switch in JavaScript, which a trace would freeze, makes another step
 * @example demandSteadyUpdate(optimizer, { exported, parameters: model.parameters, steps: 200 });
 */
export function demandSteadyUpdate(
  optimizer: Optimizer,
  {
    exported,
    parameters,
    steps,
  }: { readonly exported: object; readonly parameters: readonly ParameterSpec[]; readonly steps: number },
): void {
  onceSteady(exported, () => {
    const types = Object.fromEntries(
      parameters.map(({ name, shape }) => [name, { shape, dtype: 'float32' } as const]),
    );
    const start = trace('init', types, (tensors: NamedTensors) =>
      flatten({ state: optimizer.init(tensors) }),
    );
    const state = Object.fromEntries(start.outputs.map(({ name, id }) => [name, start.values[id]!]));
    const { inputs, step } = updateCode(optimizer, { types, state, momentum: false });
    const { evaluated } = optimizer;
    demandSteady(
      `optimizer ${optimizer.kind}`,
      {
        inputs,
        body: (tensors) => {
          const next = step(tensors);
          return flatten({ parameters: next.parameters, state: next.state });
        },
      },
      {
        steps,
        ...(evaluated && {
          beside: {
            inputs: { ...flatten({ parameters: types }), ...state },
            body: (tensors) =>
              flatten({ parameters: evaluated(unflatten(tensors, ['parameters', 'state'])) }),
          },
        }),
      },
    );
  });
}
