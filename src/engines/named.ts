import { AssayError } from '../errors.ts';
import type { Engine, EngineName } from './types.ts';

const engines: Readonly<Partial<Record<EngineName, () => Promise<Engine>>>> = {
  onnx: async () => (await import('./onnx/engine.ts')).onnxEngine,
};

/**
 * The engine of a name, loaded on first use.
 *
 * @throws AssayError `configuration` where there is no such engine
 * @example await (await engineNamed('onnx')).load(artifact)
 */
export async function engineNamed(name: EngineName): Promise<Engine> {
  const load = engines[name];
  if (load === undefined)
    throw new AssayError(
      'configuration',
      `Cannot use engine ${name}: expected one of ${Object.keys(engines).join(', ')}`,
    );
  return load();
}
