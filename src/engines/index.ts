// The engines room's public face.
export type * from './types.ts';
export { onnxEngine } from './onnx/engine.ts';
export { engineNamed } from './named.ts';
export { SessionCache } from './session-cache.ts';
export { decodeTensors, encodeTensors } from './tensor-bytes.ts';
