import { AssayError } from '../errors.ts';
import type { Engine, EngineName } from './types.ts';

const tfjs = async (name: 'tfjs-cpu' | 'tfjs-wasm' | 'tfjs-node') =>
  (await import('./tfjs/engine.ts')).tfjsEngines[name];

const engines: Readonly<Record<EngineName, () => Promise<Engine>>> = {
  onnx: async () => (await import('./onnx/engine.ts')).onnxEngine,
  'tfjs-cpu': () => tfjs('tfjs-cpu'),
  'tfjs-wasm': () => tfjs('tfjs-wasm'),
  'tfjs-node': () => tfjs('tfjs-node'),
};

/** Names of all engines, the default one first. */
export const engineNames = Object.keys(engines) as readonly EngineName[];

/**
 * The engine of a name, loaded on first use.
 *
 * @throws AssayError `configuration` where there is no such engine
 * @example await (await engineNamed('onnx')).load(artifact)
 */
export async function engineNamed(name: EngineName): Promise<Engine> {
  if (!Object.hasOwn(engines, name))
    throw new AssayError(
      'configuration',
      `Cannot use engine ${name}: expected one of ${engineNames.join(', ')}`,
    );
  return engines[name]();
}
