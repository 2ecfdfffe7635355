import { engineNamed } from '../src/engines/index.ts';
import { onnxEngine } from '../src/engines/onnx/engine.ts';
import type { Artifact, Engine, EngineName, Executable } from '../src/engines/types.ts';
import { trace } from '../src/program/index.ts';
import type { LoopProgram } from '../src/program/types.ts';
import * as tf from '@tensorflow/tfjs';
import type { Contender } from './measure.ts';
import { feedsOf, type Perceptron, trainingLoop } from './workloads.ts';
import { yardstick } from './yardstick.ts';

/** Steps of a stretch, so that it takes about 20 ms natively and some hundred when interpreted. */
const stepsOf = (engine: EngineName, batch: number): number =>
  engine === 'onnx' ? Math.ceil(4000 / (batch + 8)) : engine === 'tfjs-wasm' ? 8 : 2;

async function contender(
  name: string,
  engine: Engine,
  artifact: Artifact,
  perceptron: Perceptron,
): Promise<Contender> {
  const steps = stepsOf(engine.name, perceptron.batch);
  const executable: Executable = await engine.load(artifact);
  const feeds = feedsOf(perceptron, steps);
  return { name, steps, run: () => executable.run(feeds) };
}

/** Our engine, the yardstick, and the same program interpreted. */
export async function contendersOf(
  perceptron: Perceptron,
  interpreters: readonly EngineName[],
): Promise<Contender[]> {
  const program: LoopProgram = trainingLoop(perceptron);
  const list = [
    await contender('ours', onnxEngine, onnxEngine.lower(program), perceptron),
    await contender('by hand', onnxEngine, yardstick(perceptron), perceptron),
  ];
  for (const name of interpreters) {
    const engine = await engineNamed(name);
    list.push(await contender(name, engine, engine.lower(program), perceptron));
  }
  return list;
}

/** A plain product of two 1024 × 1024 matrices: what the machine and the engine can do at best. */
export async function matrixProduct(): Promise<{ contender: Contender; flops: number }> {
  const size = 1024;
  const type = { shape: [size, size], dtype: 'float32' } as const;
  const program = trace('product', { a: type, b: type }, ({ a, b }) => ({ c: tf.matMul(a, b) }));
  const executable = await onnxEngine.load(onnxEngine.lower(program));
  const matrix = {
    data: new Float32Array(size * size).map((_, index) => Math.sin(index)),
    shape: [size, size],
  };
  const feeds = { a: matrix, b: matrix };
  return {
    contender: { name: 'product', steps: 1, run: () => executable.run(feeds) },
    flops: 2 * size ** 3,
  };
}

/** Milliseconds to trace, lower and load the training loop, the median of fresh ones (batch sizes differ). */
export async function compilationMs(perceptron: Perceptron, repetitions: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < repetitions; index++) {
    const start = performance.now();
    const program = trainingLoop({ ...perceptron, batch: perceptron.batch + index });
    const executable = await onnxEngine.load(onnxEngine.lower(program));
    times.push(performance.now() - start);
    await executable.dispose();
  }
  return times;
}
