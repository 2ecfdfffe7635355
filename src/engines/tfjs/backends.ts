import { createRequire } from 'node:module';
import type * as Tf from '@tensorflow/tfjs';
import { engineMissing } from '../engine-missing.ts';
import type { EngineName } from '../types.ts';
import { quietOneThread } from './native-settings.ts';

/** The library, loaded on first use. */
export type TensorFlow = typeof Tf;

export type TfjsEngineName = Exclude<EngineName, 'onnx'>;

interface Backend {
  /** Name by which TensorFlow.js knows it. */
  readonly backend: string;
  /** Package that registers it and whose version is the engine's. */
  readonly package: string;
  /** What to do where it cannot be loaded. */
  readonly install: string;
}

export const backends: Readonly<Record<TfjsEngineName, Backend>> = {
  'tfjs-cpu': {
    backend: 'cpu',
    package: '@tensorflow/tfjs-backend-cpu',
    install: 'install the package again (npm ci)',
  },
  'tfjs-wasm': {
    backend: 'wasm',
    package: '@tensorflow/tfjs-backend-wasm',
    install: 'install the package again (npm ci)',
  },
  'tfjs-node': {
    backend: 'tensorflow',
    package: '@tensorflow/tfjs-node',
    install:
      'npm rebuild --ignore-scripts=false @tensorflow/tfjs-node downloads its native binding; where that is out of reach, scripts/build-tfjs-node.sh in the sources of the project builds it',
  },
};

const require = createRequire(import.meta.url);

/** Version of the engine's package, or undefined where it is not installed. */
export function packageVersion(name: TfjsEngineName): string | undefined {
  try {
    return (require(`${backends[name].package}/package.json`) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}

/** The cpu backend greets its first tensor with an advertisement on the console, unless in production mode. */
function greetSilently(tf: TensorFlow): void {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  tf.scalar(0).dispose();
  tf.env().set('PROD', before);
}

/**
 * TensorFlow.js with the engine's backend registered and initialised. The backend in use before stays in use.
 * @throws AssayError `configuration` where the backend cannot be loaded; the message says how to install it
 */
export async function loadBackend(name: TfjsEngineName): Promise<TensorFlow> {
  const { backend, package: specifier, install } = backends[name];
  try {
    const tf = await import('@tensorflow/tfjs');
    const before = tf.getBackend() as string | undefined;
    if (name === 'tfjs-node') quietOneThread();
    await import(specifier);
    const ready = await tf.setBackend(backend);
    if (!ready) throw new Error(`backend ${backend} did not initialise`);
    greetSilently(tf);
    await tf.setBackend(before ?? 'cpu');
    return tf;
  } catch (cause) {
    throw engineMissing({ name, package: specifier, install }, cause);
  }
}
