import type { RewriteRule } from '../../../program/rewrite.ts';

/** Whether x > 0 can be read off max(x, 0), which frees x: the matrix product before it may then rectify by itself. */
export const stepOfRelu: RewriteRule = ({ inputs, attributes }, rewriter) => {
  const relu = rewriter.find('Relu', { x: inputs['x']! });
  return relu === undefined ? undefined : rewriter.emit('Step', { x: relu }, attributes);
};
