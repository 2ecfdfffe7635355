import type { LoopProgram, ValueId } from '../../program/types.ts';

/** A loop, and constant factors of its stacked outputs that are multiplied in once, after it. */
export interface Sunk {
  readonly loop: LoopProgram;
  readonly factors: ReadonlyMap<string, number>;
}

/** Takes out of a loop the constant factors of what it only stacks, such as the one over the mini-batch of its losses. */
export function sink(loop: LoopProgram): Sunk {
  const { body } = loop;
  const constants = new Map(body.constants.map(({ id, data }) => [id, data]));
  const scalarOf = (id: ValueId): number | undefined =>
    body.values[id]!.shape.length === 0 ? constants.get(id)?.[0] : undefined;
  const used = [
    ...body.nodes.flatMap((node) => Object.values(node.inputs)),
    ...body.outputs.map(({ id }) => id),
  ];
  const factors = new Map<string, number>();
  const replaced = new Map<ValueId, ValueId>();
  for (const { name, id } of body.outputs) {
    const product = body.nodes.find(({ kernel, outputs }) => kernel === 'Multiply' && outputs[0] === id);
    if (product === undefined || !loop.stacked.includes(name)) continue;
    if (used.filter((each) => each === id).length > 1 || body.values[id]!.dtype !== 'float32') continue;
    const { a, b } = product.inputs as { a: ValueId; b: ValueId };
    const factor = scalarOf(b) ?? scalarOf(a);
    if (factor === undefined) continue;
    factors.set(name, factor);
    replaced.set(id, scalarOf(b) === undefined ? b : a);
  }
  return {
    loop: {
      ...loop,
      body: {
        ...body,
        nodes: body.nodes.filter(({ outputs }) => !replaced.has(outputs[0]!)),
        outputs: body.outputs.map(({ name, id }) => ({ name, id: replaced.get(id) ?? id })),
      },
    },
    factors,
  };
}
