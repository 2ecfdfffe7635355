import { dirname, resolve } from 'node:path';
import type { LoadedHypothesis, Prediction } from '../declare/types.ts';
import { deepFreeze } from '../declare/hypothesis.ts';

type Method = Extract<Prediction, { readonly method?: unknown }>['method'];

const methodOf = (prediction: Prediction): Method => ('method' in prediction ? prediction.method : undefined);

/**
 * A hypothesis whose methods by reference have the digests of their modules: a change of a method is one of what was
 * promised and of what was judged.
 *
 * @param root directory that the file's name starts from
 */
export async function withMethodDigests(loaded: LoadedHypothesis, root: string): Promise<LoadedHypothesis> {
  const { file, hypothesis } = loaded;
  const { predictions, controls = [] } = hypothesis;
  if (![...predictions, ...controls].some((each) => typeof methodOf(each) === 'object')) return loaded;
  const { moduleDigest } = await import('../plan/arms/module-digest.ts');
  const directory = dirname(resolve(root, file));
  const digested = async (prediction: Prediction): Promise<Prediction> => {
    const method = methodOf(prediction);
    if (typeof method !== 'object') return prediction;
    const { module } = method;
    const digest = /^[./]/.test(module) ? await moduleDigest(resolve(directory, module)) : module;
    return { ...prediction, method: { ...method, digest } } as Prediction;
  };
  const all = (given: readonly Prediction[]) => Promise.all(given.map(digested));
  return {
    ...loaded,
    hypothesis: deepFreeze({
      ...hypothesis,
      predictions: (await all(predictions)) as unknown as typeof predictions,
      ...(hypothesis.controls && { controls: await all(controls) }),
    }),
  };
}
