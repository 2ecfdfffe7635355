import { AssayError } from '../errors.ts';
import { batchOver } from './batch-over.ts';
import type { Gather, LoopProgram } from './types.ts';
import { verified } from './verify.ts';

/**
 * A loop for many replicates in lockstep.
 *
 * Carried values `[replicates, ...shape]` and stacked results `[steps, replicates, ...shape]` differ between replicates
 * always; scanned, gathered and fixed inputs do where `batched` names them (of a gathered input the indices differ,
 * int32 `[steps, replicates, batch]`; the table is shared), and are shared elsewhere.
 *
 * @param batched names of inputs of the body
 * @throws AssayError `program` as `batchOver` does, and where two gathered inputs share indices and only one is named
 * @example lockstep(loop, ['features', 'labels', 'learningRate'], 64)
 */
export function lockstep(loop: LoopProgram, batched: readonly string[], replicates: number): LoopProgram {
  const names = new Set([...loop.carried, ...batched]);
  const gathered = loop.gathered.map((gather): Gather => {
    const own = names.has(gather.input);
    const other = loop.gathered.find(
      ({ indices, input }) => indices === gather.indices && names.has(input) !== own,
    );
    if (other !== undefined)
      throw new AssayError(
        'program',
        `Cannot batch loop '${loop.name}': expected '${gather.input}' and '${other.input}' to be both batched or both shared, as they share the indices '${gather.indices}'`,
      );
    return own ? { ...gather, lead: (gather.lead ?? 1) + 1 } : gather;
  });
  const body = batchOver(loop.body, [...names], replicates);
  return verified(Object.freeze({ ...loop, body, gathered }));
}
