import { createHash } from 'node:crypto';
import type { Artifact } from '../src/engines/types.ts';
import { float, Graph, modelBytes } from '../src/engines/onnx/graph.ts';
import { nameOf, parametersOf, type Perceptron } from './workloads.ts';

const scalar = (graph: Graph, value: number): string => graph.constant('float32', [], [value]);

/** Forward pass: every layer one operator; returns the inputs of all layers and the logits. */
function forward(graph: Graph, x: string, layers: number): { inputs: string[]; logits: string } {
  const inputs = [x];
  for (let layer = 0; layer < layers - 1; layer++)
    inputs.push(
      graph.op('com.microsoft.FusedGemm', [inputs[layer]!, `weight${layer}`, `bias${layer}`], {
        activation: 'Relu',
      }),
    );
  const last = layers - 1;
  const logits = graph.op('Gemm', [inputs[last]!, `weight${last}`, `bias${last}`]);
  return { inputs, logits };
}

/** One layer back: its new weights and biases, each one pass over them, and the scaled error of the layer below. */
function backward(
  graph: Graph,
  layer: number,
  input: string,
  error: string,
): { weight: string; bias: string; below?: string } {
  const weight = graph.op('Gemm', [input, error, `weight${layer}`], {
    transA: 1,
    alpha: float(-1),
  });
  const sum = graph.op('ReduceSum', [error, graph.longs([0])], { keepdims: 0 });
  const bias = graph.op('Sub', [`bias${layer}`, sum]);
  if (layer === 0) return { weight, bias };
  const back = graph.op('com.microsoft.FusedMatMul', [error, `weight${layer}`], { transB: 1 });
  const positive = graph.op('Greater', [input, scalar(graph, 0)]);
  return { weight, bias, below: graph.op('Where', [positive, back, scalar(graph, 0)]) };
}

/** The body of the loop; the learning rate is multiplied in once, at the smallest place. */
function body({ widths, batch }: Perceptron, parameters: Record<string, readonly number[]>): Graph {
  const graph = new Graph('v');
  for (const [name, shape] of Object.entries(parameters)) graph.input(name, 'float32', shape);
  const rate = graph.input('step/learningRate', 'float32', []);
  const rows = graph.input('step/order', 'int32', [batch]);
  const bytes = graph.op('Gather', ['table/images', rows]);
  const x = graph.op('Mul', [graph.op('Cast', [bytes], { to: 1 }), scalar(graph, 1 / 255)]);
  const labels = graph.op('Cast', [graph.op('Gather', ['table/labels', rows])], { to: 6 });
  const classes = graph.constant('int32', [], [widths.at(-1)!]);
  const target = graph.op('OneHot', [labels, classes, graph.constant('float32', [2], [0, 1])]);
  const layers = widths.length - 1;
  const { inputs, logits } = forward(graph, x, layers);
  const logarithms = graph.op('LogSoftmax', [logits], { axis: 1 });
  const picked = graph.op('ReduceSum', [graph.op('Mul', [logarithms, target])], { keepdims: 0 });
  const loss = graph.op('Mul', [picked, scalar(graph, -1 / batch)]);
  const difference = graph.op('Sub', [graph.op('Softmax', [logits], { axis: 1 }), target]);
  const scale = graph.op('Mul', [rate, scalar(graph, 1 / batch)]);
  let error: string | undefined = graph.op('Mul', [difference, scale]);
  const updated: string[] = [];
  for (let layer = layers - 1; layer >= 0; layer--) {
    const { weight, bias, below } = backward(graph, layer, inputs[layer]!, error!);
    updated.unshift(weight, bias);
    error = below;
  }
  Object.values(parameters).forEach((shape, index) => graph.result(updated[index]!, 'float32', shape));
  graph.result(loss, 'float32', []);
  return graph;
}

/**
 * The training loop of a perceptron written by hand in ONNX, with every fusion that ONNX Runtime has operators for and
 * the learning rate folded into the first error: the yardstick for what tracing, differentiating and lowering may cost.
 */
export function yardstick(perceptron: Perceptron): Artifact {
  const parameters = parametersOf(perceptron);
  const { widths, batch, rows } = perceptron;
  const graph = new Graph('o');
  const carried = Object.entries(parameters).map(([name, shape]) =>
    graph.input(`in/${name}`, 'float32', shape),
  );
  const rate = graph.input('in/learningRate', 'float32', ['steps']);
  const order = graph.input('in/order', 'int32', ['steps', batch]);
  graph.input('table/images', 'uint8', [rows, widths[0]!]);
  graph.input('table/labels', 'uint8', [rows]);
  const outputs = graph.scan(carried, [rate, order], body(perceptron, parameters), carried.length + 1);
  Object.entries(parameters).forEach(([name, shape], index) =>
    graph.output(`out/${name}`, outputs[index]!, 'float32', shape),
  );
  graph.output('out/loss', outputs.at(-1)!, 'float32', ['steps']);
  const bytes = modelBytes(graph);
  const digest = createHash('sha256').update(bytes).digest('hex');
  return { engine: 'onnx', name: `yardstick ${nameOf(perceptron)}`, digest, bytes };
}
