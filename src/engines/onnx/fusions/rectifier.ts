import type { RewriteRule } from '../../../program/rewriting/rewrite.ts';

/** Up to so many elements, one call of `Sign` takes less time than two calls, of `Greater` and `Cast`. */
const FEW_ELEMENTS = 512;

/**
 * Whether x > 0 can be read off max(x, 0), which frees x: the matrix product before it may then rectify by itself.
 * Where there are few elements it is the sign of max(x, 0), 0 or 1.
 */
export const stepOfRelu: RewriteRule<'Step'> = ({ inputs, attributes, types }, rewriter) => {
  const relu = rewriter.find('Relu', { x: inputs.x });
  if (relu === undefined) return undefined;
  const isPlain = (attributes.alpha ?? 0) === 0 && types[0].dtype === 'float32';
  return isPlain && rewriter.size(relu) <= FEW_ELEMENTS
    ? rewriter.emit('Sign', { x: relu })
    : rewriter.emit('Step', { x: relu }, attributes);
};
