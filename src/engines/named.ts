import { AssayError } from '../errors.ts';
import { onnxVersion } from './onnx/version.ts';
import { quietOneThread } from './tfjs/native-settings.ts';
import type { Artifact, Engine, EngineName, Executable } from './types.ts';

const tfjs = async (name: 'tfjs-cpu' | 'tfjs-wasm' | 'tfjs-node') => {
  // Asked for by the planner on the main thread before any worker starts: a worker's `process.env` is a copy that
  // native code never sees.
  if (name === 'tfjs-node') quietOneThread();
  return (await import('./tfjs/engine.ts')).tfjsEngines[name];
};

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

/**
 * Name and version of an engine: of the native one without loading it.
 *
 * @throws AssayError `configuration` where there is no such engine
 */
export async function engineIdentity(name: EngineName): Promise<Pick<Engine, 'name' | 'version'>> {
  if (name === 'onnx') return { name, version: onnxVersion };
  const { version } = await engineNamed(name);
  return { name, version };
}

/**
 * Loads an artifact on the engine it was made for. For the native engine this brings in the runtime alone, without
 * TensorFlow.js and the lowering: a thread that only executes starts half a second sooner.
 *
 * @throws AssayError `infrastructure` as `Engine.load`, `configuration` where the engine itself cannot be loaded
 */
export async function loadArtifact(artifact: Artifact): Promise<Executable> {
  if (artifact.engine === 'onnx') return (await import('./onnx/load.ts')).loadOnnx(artifact);
  return (await engineNamed(artifact.engine)).load(artifact);
}
