import type { Program } from '../program/types.ts';
import { onnxInstall } from './engine-missing.ts';
import { engineNamed, engineNames } from './named.ts';
import { backends } from './tfjs/backends.ts';
import type { EngineName } from './types.ts';

/** Whether an engine works on this machine. */
export interface EngineStatus {
  readonly name: EngineName;
  readonly version: string;
  readonly available: boolean;
  /** Why it does not work. */
  readonly reason?: string;
  /** How to install what is missing. */
  readonly install?: string;
}

/** y = x + x for a vector of two. */
const twice: Program = {
  kind: 'program',
  name: 'twice',
  values: [
    { shape: [2], dtype: 'float32' },
    { shape: [2], dtype: 'float32' },
  ],
  inputs: [{ name: 'x', id: 0 }],
  constants: [],
  nodes: [{ kernel: 'Add', inputs: { a: 0, b: 0 }, attributes: {}, outputs: [1] }],
  outputs: [{ name: 'y', id: 1 }],
};

const installs: Readonly<Record<EngineName, string>> = {
  onnx: onnxInstall,
  'tfjs-cpu': backends['tfjs-cpu'].install,
  'tfjs-wasm': backends['tfjs-wasm'].install,
  'tfjs-node': backends['tfjs-node'].install,
};

/** Loads an engine and has it compute a sum: available means that the sum is right. */
async function statusOf(name: EngineName): Promise<EngineStatus> {
  const engine = await engineNamed(name);
  const { version } = engine;
  try {
    const executable = await engine.load(engine.lower(twice));
    const { y } = await executable.run({ x: { data: Float32Array.of(1, 2), shape: [2] } });
    await executable.dispose();
    const values = [...y!.data].join(', ');
    if (values !== '2, 4') throw new Error(`expected [1, 2] + [1, 2] = [2, 4], got [${values}]`);
    return { name, version, available: true };
  } catch (error) {
    const install = installs[name];
    const reason = (error as Error).message.replace(`; ${install}`, '');
    return { name, version, available: false, reason, install };
  }
}

/**
 * Status of every engine, each tried for real; takes a second or two, because it loads them all.
 * @example for (const { name, available } of await engineAvailability()) console.log(name, available);
 */
export async function engineAvailability(): Promise<readonly EngineStatus[]> {
  const statuses: EngineStatus[] = [];
  for (const name of engineNames) statuses.push(await statusOf(name));
  return statuses;
}
