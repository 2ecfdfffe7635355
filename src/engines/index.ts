// The engines room's public face.
export type * from './types.ts';
export { onnxEngine } from './onnx/engine.ts';
