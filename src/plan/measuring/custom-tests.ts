import { AssayError } from '../../errors.ts';
import type { Prediction } from '../../declare/types.ts';
import { methodNamed, nameOfMethod, type CustomTest, type CustomTests } from '../../predictions/index.ts';

/**
 * The functions of methods by reference that predictions name. They are loaded here, so that a plan tells what does not
 * load.
 *
 * @param from absolute directory that relative paths start from, that of the hypothesis
 * @throws AssayError `configuration` where a module cannot be imported, or its export is no function
 */
export async function customTests(predictions: readonly Prediction[], from: string): Promise<CustomTests> {
  const found = new Map<string, CustomTest>();
  for (const prediction of predictions) {
    const method = methodNamed(prediction);
    if (typeof method !== 'object') continue;
    const { module, export: exported = 'default' } = method;
    // Only here: it brings TensorFlow.js along, which judging numbers at hand needs for nothing else.
    const { loadExport } = await import('../../models/tensorflow/load-export.ts');
    const given = await loadExport({ module, export: exported }, from);
    if (typeof given !== 'function')
      throw new AssayError(
        'configuration',
        `Cannot use ${module} (export '${exported}') as the method of the prediction ${prediction.kind} of ${prediction.measure}: expected a function of { differences, region, alpha, options }, got ${given === null ? 'null' : typeof given}`,
      );
    found.set(nameOfMethod(method), given as CustomTest);
  }
  return found;
}
